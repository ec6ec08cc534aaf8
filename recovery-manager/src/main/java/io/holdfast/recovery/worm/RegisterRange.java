package io.holdfast.recovery.worm;

/**
 * Neighbouring registers of one segment: {@code [first, end)}.
 *
 * @param segment that they belong to
 * @param first offset of the first in the segment
 * @param end offset behind the last
 */
public record RegisterRange(int segment, int first, int end) {
    /** Registers that one segment can have. */
    public static final int SEGMENT_CAPACITY = 1 << 16;

    public RegisterRange {
        if (!isValid(segment, first, end)) {
            throw new IllegalArgumentException("a range of registers must be within 0 to " + SEGMENT_CAPACITY
                    + " of a segment, and not empty: segment " + segment + " [" + first + ", " + end + ")");
        }
    }

    /** The range of one register. */
    public static RegisterRange of(final int segment, final int offset) {
        return new RegisterRange(segment, offset, offset + 1);
    }

    static boolean isValid(final int segment, final int first, final int end) {
        return segment >= 0 && first >= 0 && end > first && end <= SEGMENT_CAPACITY;
    }

    public int count() {
        return end - first;
    }

    public boolean contains(final int offset) {
        return offset >= first && offset < end;
    }

    @Override
    public String toString() {
        return count() == 1 ? segment + "/" + first : segment + "/[" + first + ", " + end + ")";
    }
}
