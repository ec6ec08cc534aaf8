package io.holdfast.log.secure;

import java.util.Arrays;

/**
 * Remembers which sequence numbers of one sender have come, as IPsec does (RFC 4303, section 3.4.3): each is taken
 * once, and one that is far behind the highest is taken for old.
 *
 * <p>Used by one thread.
 */
final class ReplayWindow {
    private static final int WORDS = 64;

    /**
     * How far behind the highest number one may come; what comes later is lost, and Aeron sends it again. One word
     * less than there is, for the highest one's word is only partly used (RFC 6479).
     */
    static final int SIZE = (WORDS - 1) * Long.SIZE;

    /** How far behind the highest number one is worth a look in a flood. */
    static final int LATE = 64;

    private final long[] seen = new long[WORDS];
    private long sender;
    private long floor;
    private long highest;

    /** A window at which numbers of one sender up to a floor do not count. */
    ReplayWindow(final long sender, final long floor) {
        this.sender = sender;
        this.floor = floor;
        highest = floor;
    }

    /** Whether a number has not come yet; the first one of another sender begins a new window. */
    boolean isNew(final long newSender, final long sequence) {
        if (newSender != sender) {
            return sequence > 0;
        }
        if (sequence > highest) {
            return true;
        }
        return sequence > highest - SIZE && sequence > floor && (seen[word(sequence)] & bit(sequence)) == 0;
    }

    /** The highest number of a sender's; those far below it are not worth a look while there are many wrong ones. */
    long highest(final long ofSender) {
        return ofSender == sender ? highest : 0;
    }

    /** Which numbers have come, or do not count: bit i for the highest less i. */
    long taken(final long ofSender) {
        if (ofSender != sender) {
            return 0;
        }
        long taken = 0;
        for (int i = 0; i < LATE; i++) {
            taken |= isNew(ofSender, highest - i) ? 0 : 1L << i;
        }
        return taken;
    }

    /** Notes a number that {@link #isNew}, once it is known to be genuine. */
    void note(final long newSender, final long sequence) {
        if (newSender != sender) {
            sender = newSender;
            floor = 0;
            highest = 0;
            Arrays.fill(seen, 0);
        }
        if (sequence > highest) {
            forgetUntil(sequence);
            highest = sequence;
        }
        seen[word(sequence)] |= bit(sequence);
    }

    /** Clears the words that numbers after the highest share with ones that fall out of the window. */
    private void forgetUntil(final long sequence) {
        final long first = highest / Long.SIZE + 1;
        final long last = sequence / Long.SIZE;
        if (last - first >= WORDS) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long i = first; i <= last; i++) {
            seen[(int) (i % WORDS)] = 0;
        }
    }

    private static int word(final long sequence) {
        return (int) (sequence / Long.SIZE % WORDS);
    }

    private static long bit(final long sequence) {
        return 1L << sequence;
    }
}
