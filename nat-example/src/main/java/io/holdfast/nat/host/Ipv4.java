package io.holdfast.nat.host;

import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** Frames that carry IPv4 with TCP or UDP: offsets, construction, checks. */
final class Ipv4 {
    static final int ETHER_BYTES = 14;
    static final int HEADER_BYTES = 20;
    /** Where TCP or UDP begins in the frames that this class makes. */
    static final int PAYLOAD_OFFSET = ETHER_BYTES + HEADER_BYTES;

    static final int ETHER_TYPE_IPV4 = 0x0800;
    static final int ETHER_TYPE_ARP = 0x0806;
    static final int PROTOCOL_TCP = 6;
    static final int PROTOCOL_UDP = 17;

    private static final int TIME_TO_LIVE = 64;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int FRAGMENT_BITS = 0x3fff;

    private Ipv4() {}

    /**
     * Makes a frame with room for a payload; the Ethernet addresses are still missing.
     *
     * @param payloadBytes length of TCP or UDP, header included
     */
    static byte[] frame(final int protocol, final int sourceIp, final int targetIp, final int payloadBytes) {
        final byte[] frame = new byte[PAYLOAD_OFFSET + payloadBytes];
        Bytes.put16(frame, 12, ETHER_TYPE_IPV4);
        frame[ETHER_BYTES] = 0x45;
        Bytes.put16(frame, ETHER_BYTES + 2, HEADER_BYTES + payloadBytes);
        Bytes.put16(frame, ETHER_BYTES + 6, DONT_FRAGMENT);
        frame[ETHER_BYTES + 8] = TIME_TO_LIVE;
        frame[ETHER_BYTES + 9] = (byte) protocol;
        Bytes.put32(frame, ETHER_BYTES + 12, sourceIp);
        Bytes.put32(frame, ETHER_BYTES + 16, targetIp);
        Bytes.put16(frame, ETHER_BYTES + 10, Bytes.fold(Bytes.sum(frame, ETHER_BYTES, PAYLOAD_OFFSET, 0)));
        return frame;
    }

    /** @return true if the header is sound, complete, and not that of a fragment */
    static boolean isSound(final byte[] frame) {
        return frame.length >= PAYLOAD_OFFSET
                && frame[ETHER_BYTES] >> 4 == 4
                && payloadOffset(frame) >= PAYLOAD_OFFSET
                && payloadOffset(frame) <= end(frame)
                && end(frame) <= frame.length
                && (Bytes.get16(frame, ETHER_BYTES + 6) & FRAGMENT_BITS) == 0
                && Bytes.fold(Bytes.sum(frame, ETHER_BYTES, payloadOffset(frame), 0)) == 0;
    }

    static int protocol(final byte[] frame) {
        return frame[ETHER_BYTES + 9] & 0xff;
    }

    static int sourceIp(final byte[] frame) {
        return Bytes.get32(frame, ETHER_BYTES + 12);
    }

    static int targetIp(final byte[] frame) {
        return Bytes.get32(frame, ETHER_BYTES + 16);
    }

    static int payloadOffset(final byte[] frame) {
        return ETHER_BYTES + 4 * (frame[ETHER_BYTES] & 0xf);
    }

    /** Where the datagram ends; the frame may go on with padding. */
    static int end(final byte[] frame) {
        return ETHER_BYTES + Bytes.get16(frame, ETHER_BYTES + 2);
    }

    /** The checksum of TCP or UDP with the pseudo header; 0 if the frame holds a right one. */
    static int payloadChecksum(final byte[] frame) {
        final int offset = payloadOffset(frame);
        final int end = end(frame);
        final long pseudoHeader = Bytes.sum(frame, ETHER_BYTES + 12, ETHER_BYTES + 20, protocol(frame) + end - offset);
        return Bytes.fold(Bytes.sum(frame, offset, end, pseudoHeader));
    }

    static int addressOf(final InetSocketAddress address) {
        return Bytes.get32(address.getAddress().getAddress(), 0);
    }

    static InetSocketAddress socketAddress(final int ip, final int port) {
        final byte[] bytes = new byte[4];
        Bytes.put32(bytes, 0, ip);
        try {
            return new InetSocketAddress(Inet4Address.getByAddress(bytes), port);
        } catch (final java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
