package io.holdfast.element.rewriter;

/**
 * Chooses a rule for each new flow of the rewriters that name it as an input specification (Click's IPMapper).
 *
 * <p>Called by the worker's thread; what it remembers is state.
 */
interface FlowMapper {
    /** Begins with a packet that has no mapping. */
    void begin(long key0, long key1);

    /** The next rule to try for it; null if there are no more. */
    MappingRule next();

    /** Largest output of the rules. Valid once it is configured, which is before rewriters are. */
    int highestOutput();
}
