package io.holdfast.recovery;

import java.util.function.LongSupplier;

/**
 * Who this node is to its peer: another number at each start, and whenever the node throws away its state to begin
 * again, so that nothing said to its former self is taken for it. Used by the node's thread.
 */
final class Incarnation {
    private final LongSupplier next;
    private long number;

    /** @param next number of each life: counted, or random where there is nobody to count */
    Incarnation(final LongSupplier next) {
        this.next = next;
        number = next.getAsLong();
    }

    long number() {
        return number;
    }

    /** The node is what it was before it was restarted: it has its state of then. */
    void keep(final long former) {
        number = former;
    }

    /** From now on the node is another. */
    void renew() {
        number = next.getAsLong();
    }
}
