package io.holdfast.element.rewriter;

/**
 * What a rewriter's input does with packets that have no mapping yet.
 *
 * @param kind of treatment
 * @param pattern by which a new mapping is made, if the kind is {@link Kind#MAP}
 * @param forwardOutput of such packets, and of passed ones
 * @param replyOutput of the answers
 * @param mapper that chooses, if the kind is {@link Kind#MAPPER}; else null
 */
record InputSpec(Kind kind, RewritePattern pattern, int forwardOutput, int replyOutput, FlowMapper mapper) {
    /** Kinds of treatment. */
    enum Kind {
        MAP,
        MAPPER,
        PASS,
        DROP
    }

    /** Drops every packet that has no mapping. */
    static final InputSpec DROPPED = new InputSpec(Kind.DROP, RewritePattern.KEEP, 0, 0, null);

    /** Largest output that this input sends to. */
    int highestOutput() {
        return switch (kind) {
            case DROP -> -1;
            case MAPPER -> mapper.highestOutput();
            case MAP, PASS -> Math.max(forwardOutput, replyOutput);
        };
    }
}
