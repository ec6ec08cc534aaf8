package io.holdfast.element.icmp;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** The source route option, which an answer has to go back (RFC 1122 section 3.2.1.8). */
final class SourceRoute {
    private static final int LOOSE = 131;
    private static final int STRICT = 137;
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int FIRST_ADDRESS = 3;

    private SourceRoute() {}

    /** Offset of a whole source route option of a packet that begins with its IPv4 header; 0 if there is none. */
    static int find(final Packet packet) {
        final int end = Ipv4Header.headerLength(packet, 0);
        int at = Ipv4Header.MIN_LENGTH;
        while (at + 1 < end && packet.getByte(at) != END) {
            final int kind = packet.getByte(at);
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            final int length = packet.getByte(at + 1);
            if (length < 2 || at + length > end) {
                return 0;
            }
            if ((kind == LOOSE || kind == STRICT) && length >= FIRST_ADDRESS + 4) {
                return at;
            }
            at += length;
        }
        return 0;
    }

    /**
     * Writes the option behind the first 20 bytes of a packet, with the addresses passed so far in reverse order.
     *
     * @param from where the option to reverse is
     * @param bytes for it, 0 if there is none; what it does not fill is zeros
     */
    static void reverse(final Packet packet, final int from, final int bytes) {
        if (bytes == 0) {
            return;
        }
        final int length = packet.getByte(from + 1);
        final int pointer = Math.clamp(packet.getByte(from + 2), 4, length + 1);
        final int passed = (pointer - 1 - FIRST_ADDRESS) / 4;
        final int to = Ipv4Header.MIN_LENGTH;
        NativeMemory.fill(packet.address() + to, bytes, (byte) END);
        if (passed == 0) {
            NativeMemory.fill(packet.address() + to, bytes, (byte) NO_OPERATION);
            return;
        }
        packet.putByte(to, packet.getByte(from));
        packet.putByte(to + 1, FIRST_ADDRESS + 4 * passed);
        packet.putByte(to + 2, 4);
        for (int i = 0; i < passed; i++) {
            packet.putInt(to + FIRST_ADDRESS + 4 * i, packet.getInt(from + FIRST_ADDRESS + 4 * (passed - 1 - i)));
        }
    }
}
