package io.holdfast.element;

/**
 * Size of a {@link SharedTable}.
 *
 * <p>Each stripe has a limit of its own, as a total that stripes share would be one more thing that workers contend
 * for. A table of one stripe holds exactly {@code capacityEntries}. With several, a stripe gets its part and six
 * standard deviations more, as keys do not spread evenly: {@code capacityEntries} different keys fit (the odds that
 * one does not are below one in a million), and some more may.
 *
 * @param capacityEntries entries that the table is made for, 1 or more
 * @param valueBytes of each entry, behind its 16-byte key; in [0, 65536]; with 48, an entry is one cache line
 * @param stripes shared variables that the table is split into, a power of two in [1, 65536]
 * @param key1Mask bits of the second half of the key that tell keys apart; what the others hold in an entry belongs to
 *     the value (zero at insertion), at {@link SharedTable#KEY1_OFFSET} from the value's address
 */
public record TableLayout(int capacityEntries, int valueBytes, int stripes, long key1Mask) {
    /** Every bit of the key counts. */
    public static final long WHOLE_KEY = -1;

    static final int MAX_VALUE_BYTES = 1 << 16;
    static final int MAX_STRIPES = 1 << 16;

    /** A table whose keys count as a whole. */
    public TableLayout(final int capacityEntries, final int valueBytes, final int stripes) {
        this(capacityEntries, valueBytes, stripes, WHOLE_KEY);
    }

    public TableLayout {
        require(capacityEntries >= 1, "capacityEntries must be 1 or more: " + capacityEntries);
        require(
                valueBytes >= 0 && valueBytes <= MAX_VALUE_BYTES,
                "valueBytes must be in [0, " + MAX_VALUE_BYTES + "]: " + valueBytes);
        require(
                stripes >= 1 && stripes <= MAX_STRIPES && Integer.bitCount(stripes) == 1,
                "stripes must be a power of two in [1, " + MAX_STRIPES + "]: " + stripes);
    }

    private static void require(final boolean holds, final String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
