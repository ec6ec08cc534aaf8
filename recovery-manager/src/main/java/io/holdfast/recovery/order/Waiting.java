package io.holdfast.recovery.order;

/**
 * What a worker does while it waits for another one.
 *
 * <p>Called again and again, on the waiting worker's thread, until what is waited for has happened. May throw to end
 * the wait: the node stops, or is deposed. The variable waited for may then stay locked.
 */
@FunctionalInterface
public interface Waiting {
    /** With a core to itself: waits for another core's few instructions. */
    Waiting SPIN = Thread::onSpinWait;

    /** With fewer cores than threads: lets the other one have this core. */
    Waiting YIELD = Thread::yield;

    void pause();
}
