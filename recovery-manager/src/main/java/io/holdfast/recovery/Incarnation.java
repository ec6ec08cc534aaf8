package io.holdfast.recovery;

import java.security.SecureRandom;

/**
 * Who this node is to its peer: another number at each start, and whenever the node throws away its state to begin
 * again, so that nothing said to its former self is taken for it. Used by the node's thread.
 */
final class Incarnation {
    private final SecureRandom random = new SecureRandom();
    private long number = random.nextLong();

    long number() {
        return number;
    }

    /** From now on the node is another. */
    void renew() {
        number = random.nextLong();
    }
}
