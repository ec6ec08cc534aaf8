package io.holdfast.element.state;

import io.holdfast.element.TableLayout;

/**
 * Where the parts of a table lie in its memory.
 *
 * <pre>
 *  table:   | stripe 0 | stripe 1 | ...                      each begins at a cache line
 *
 *  stripe:  | header   | groups × 8 bytes | groups × 7 entries |
 *           0          64                 entriesOffset        stripeBytes
 *
 *  header:  | entries (8) | found full (8) | unused (48) |
 *
 *  group:   | tag 0 | tag 1 | ... | tag 6 | overflows |       a byte each
 *
 *  entry:   | key 0 (8) | key 1 (8) | value |                 entryBytes, a power of two or whole cache lines
 * </pre>
 *
 * @param layout that was asked for
 * @param stripeLimit most entries of a stripe
 * @param groups of a stripe
 * @param entryBytes of an entry, with its key and what aligns it
 * @param entriesOffset of the first entry in its stripe
 * @param stripeBytes from one stripe to the next
 */
record TableShape(
        TableLayout layout, int stripeLimit, int groups, int entryBytes, long entriesOffset, long stripeBytes) {
    static final int COUNT_OFFSET = 0;
    static final int FULL_OFFSET = 8;
    static final int GROUPS_OFFSET = 64;
    static final int GROUP_BYTES = 8;
    static final int GROUP_ENTRIES = 7;
    static final int KEY_BYTES = 16;

    /** Entries per group when a stripe is at its limit; the others keep chains short. */
    private static final int FILLED_ENTRIES = 5;

    private static final double HEADROOM_DEVIATIONS = 6;
    private static final int MAX_GROUPS = 1 << 27;

    /**
     * Finds the shape for a layout.
     *
     * @throws IllegalArgumentException if a stripe would be too large
     */
    static TableShape of(final TableLayout layout) {
        final int limit = stripeLimit(layout);
        final int groups = Math.ceilDiv(limit, FILLED_ENTRIES);
        if (groups > MAX_GROUPS) {
            throw new IllegalArgumentException(
                    "a stripe holds at most " + (long) MAX_GROUPS * FILLED_ENTRIES + " entries: " + limit);
        }
        final int entryBytes = entryBytes(layout.valueBytes());
        final long entriesOffset = MemoryBlock.align(GROUPS_OFFSET + (long) groups * GROUP_BYTES);
        final long stripeBytes = MemoryBlock.align(entriesOffset + (long) groups * GROUP_ENTRIES * entryBytes);
        return new TableShape(layout, limit, groups, entryBytes, entriesOffset, stripeBytes);
    }

    long totalBytes() {
        return Math.multiplyExact(stripeBytes, (long) layout.stripes());
    }

    private static int stripeLimit(final TableLayout layout) {
        if (layout.stripes() == 1) {
            return layout.capacityEntries();
        }
        final double mean = (double) layout.capacityEntries() / layout.stripes();
        // At a mean below one, the spread is not normal: eight more cover it.
        final double limit = Math.ceil(mean + HEADROOM_DEVIATIONS * Math.sqrt(mean)) + 8;
        return (int) Math.min(layout.capacityEntries(), limit);
    }

    private static int entryBytes(final int valueBytes) {
        final int bytes = KEY_BYTES + valueBytes;
        if (bytes > MemoryBlock.CACHE_LINE_BYTES) {
            return (int) MemoryBlock.align(bytes);
        }
        return Integer.highestOneBit(bytes - 1) << 1;
    }
}
