package io.holdfast.log;

import io.holdfast.packet.NativeMemory;

/**
 * Copies a packet's captured bytes, which are few as a rule: word by word as long as that is faster than to ask the JVM,
 * which must be ready for any length, alignment and overlap.
 */
final class HeaderCopy {
    private static final int FEW_BYTES = 160;

    private HeaderCopy() {}

    /** Copies between two regions that do not overlap. */
    static void copy(final long source, final long target, final int lengthBytes) {
        if (lengthBytes < Long.BYTES || lengthBytes > FEW_BYTES) {
            NativeMemory.copy(source, target, lengthBytes);
            return;
        }
        final int last = lengthBytes - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            NativeMemory.putLong(target + i, NativeMemory.getLong(source + i));
        }
        // The last word overlaps the one before it where the length is no multiple of a word.
        NativeMemory.putLong(target + last, NativeMemory.getLong(source + last));
    }
}
