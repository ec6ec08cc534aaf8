package io.holdfast.element.data;

import io.holdfast.packet.NativeMemory;

/** The CRC-32 of Ethernet's frame check sequence, byte by byte with a table. */
final class Crc32 {
    static final int LENGTH = 4;

    private static final int POLYNOMIAL = 0xedb8_8320;
    private static final int[] TABLE = table();

    private Crc32() {}

    static int of(final long address, final int lengthBytes) {
        int crc = -1;
        for (int i = 0; i < lengthBytes; i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ NativeMemory.getByte(address + i)) & 0xff];
        }
        return ~crc;
    }

    private static int[] table() {
        final int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            table[i] = crc;
        }
        return table;
    }
}
