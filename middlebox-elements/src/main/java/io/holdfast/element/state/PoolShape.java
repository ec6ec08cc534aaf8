package io.holdfast.element.state;

/**
 * Where the parts of a pool lie in its memory: a header, then a ring of numbers.
 *
 * @param begin first number
 * @param end after the last number
 */
record PoolShape(int begin, int end) {
    static final int HEAD_OFFSET = 0;
    static final int AVAILABLE_OFFSET = 8;
    static final int EMPTY_OFFSET = 16;
    static final int RING_OFFSET = 64;
    static final int MAX_NUMBERS = 1 << 28;

    PoolShape {
        final long numbers = (long) end - begin;
        if (numbers < 1 || numbers > MAX_NUMBERS || begin == Integer.MIN_VALUE) {
            throw new IllegalArgumentException(
                    "a pool has 1 to " + MAX_NUMBERS + " numbers: [" + begin + ", " + end + ")");
        }
    }

    int numbers() {
        return end - begin;
    }

    long totalBytes() {
        return RING_OFFSET + (long) numbers() * Integer.BYTES;
    }
}
