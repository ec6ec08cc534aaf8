package io.holdfast.log;

import io.holdfast.packet.NativeMemory;

/** Copies a packet's captured bytes, which are few as a rule, or very few: without a call into the virtual machine. */
final class HeaderCopy {
    private HeaderCopy() {}

    /** Copies exactly so many bytes between two regions that do not overlap. */
    static void copy(final long source, final long target, final int lengthBytes) {
        if (lengthBytes >= Long.BYTES) {
            NativeMemory.copyFrame(source, target, lengthBytes);
            return;
        }
        int done = 0;
        if ((lengthBytes & Integer.BYTES) != 0) {
            NativeMemory.putInt(target, NativeMemory.getInt(source));
            done = Integer.BYTES;
        }
        if ((lengthBytes & Short.BYTES) != 0) {
            NativeMemory.putShort(target + done, NativeMemory.getShort(source + done));
            done += Short.BYTES;
        }
        if ((lengthBytes & Byte.BYTES) != 0) {
            NativeMemory.putByte(target + done, NativeMemory.getByte(source + done));
        }
    }
}
