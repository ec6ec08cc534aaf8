package io.holdfast.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private static final int MARGIN = 64;
    private static final int LONGEST = 300;

    /** Every length, at every alignment: exactly the frame's bytes are written. */
    @Test
    void shouldCopyExactlyTheBytesOfAFrame() {
        final long source = NativeMemory.allocate(LONGEST + 8);
        final long target = NativeMemory.allocate(LONGEST + 2 * MARGIN);
        for (int i = 0; i < LONGEST + 8; i++) {
            NativeMemory.putByte(source + i, (byte) (i * 7 + 1 | 0x80));
        }
        for (int length = 0; length <= LONGEST; length++) {
            for (int shift = 0; shift < 8; shift++) {
                NativeMemory.fill(target, LONGEST + 2 * MARGIN, (byte) 0);
                NativeMemory.copyFrame(source + shift, target + MARGIN - shift, length);
                for (int i = 0; i < LONGEST + 2 * MARGIN; i++) {
                    final int index = i - MARGIN + shift;
                    final byte expected =
                            index >= 0 && index < length ? NativeMemory.getByte(source + shift + index) : 0;
                    assertEquals(expected, NativeMemory.getByte(target + i), "length " + length + ", at " + index);
                }
            }
        }
        NativeMemory.release(source);
        NativeMemory.release(target);
    }
}
