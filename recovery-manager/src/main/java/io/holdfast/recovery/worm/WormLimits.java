package io.holdfast.recovery.worm;

/**
 * How much an acceptor takes.
 *
 * @param registers held at once, over all segments; trimmed ones do not count
 * @param valueBytes longest value
 * @param batch registers in one request
 * @param listeners at once, a listener being a member and a segment
 * @param journalBytes length at which the journal is written anew
 */
public record WormLimits(int registers, int valueBytes, int batch, int listeners, long journalBytes) {
    public static final WormLimits DEFAULT = new WormLimits(1 << 16, 1024, 64, 64, 4L << 20);

    /** Longest batch and value that the message format can carry. */
    static final int MOST_BATCH = 1024;

    static final int MOST_VALUE_BYTES = 1 << 15;

    public WormLimits {
        check("registers", registers, 1, 1 << 24);
        check("valueBytes", valueBytes, 1, MOST_VALUE_BYTES);
        check("batch", batch, Listening.WINDOW, MOST_BATCH);
        check("listeners", listeners, 1, 1 << 16);
        check("journalBytes", journalBytes, 1 << 10, 1L << 40);
    }

    private static void check(final String name, final long value, final long minimum, final long maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(name + " must be from " + minimum + " to " + maximum + ": " + value);
        }
    }
}
