package io.holdfast.recovery;

/** Where a node tells people what happens to it; one line each, rarely. */
@FunctionalInterface
public interface NodeLog {
    /** Tells an event. */
    void event(String line);
}
