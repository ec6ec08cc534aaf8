package io.holdfast.nat.host;

import java.util.Arrays;

/**
 * A TCP segment (RFC 9293), without options.
 *
 * @param sequence number of its first byte
 * @param acknowledgement next byte expected from the other side; meaningful with {@link #ACK}
 * @param flags of {@link #FIN}, {@link #SYN}, {@link #RST}, {@link #ACK}
 */
record TcpSegment(int sourcePort, int targetPort, int sequence, int acknowledgement, int flags, byte[] payload) {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;
    static final int MAX_PAYLOAD_BYTES = 1400;

    private static final int HEADER_BYTES = 20;
    private static final int WINDOW = 65535;
    private static final byte[] NOTHING = {};

    static TcpSegment control(
            final int sourcePort,
            final int targetPort,
            final int sequence,
            final int acknowledgement,
            final int flags) {
        return new TcpSegment(sourcePort, targetPort, sequence, acknowledgement, flags, NOTHING);
    }

    /** Reads the segment of a sound IPv4 frame; null if it is malformed or its checksum is wrong. */
    static TcpSegment parse(final byte[] frame) {
        final int offset = Ipv4.payloadOffset(frame);
        final int end = Ipv4.end(frame);
        if (end - offset < HEADER_BYTES || Ipv4.payloadChecksum(frame) != 0) {
            return null;
        }
        final int dataOffset = offset + 4 * (frame[offset + 12] >> 4 & 0xf);
        if (dataOffset < offset + HEADER_BYTES || dataOffset > end) {
            return null;
        }
        return new TcpSegment(
                Bytes.get16(frame, offset),
                Bytes.get16(frame, offset + 2),
                Bytes.get32(frame, offset + 4),
                Bytes.get32(frame, offset + 8),
                frame[offset + 13] & 0x3f,
                Arrays.copyOfRange(frame, dataOffset, end));
    }

    /** The frame that carries this segment. */
    byte[] toFrame(final int sourceIp, final int targetIp) {
        final byte[] frame = Ipv4.frame(Ipv4.PROTOCOL_TCP, sourceIp, targetIp, HEADER_BYTES + payload.length);
        final int offset = Ipv4.PAYLOAD_OFFSET;
        Bytes.put16(frame, offset, sourcePort);
        Bytes.put16(frame, offset + 2, targetPort);
        Bytes.put32(frame, offset + 4, sequence);
        Bytes.put32(frame, offset + 8, acknowledgement);
        frame[offset + 12] = (byte) (HEADER_BYTES / 4 << 4);
        frame[offset + 13] = (byte) flags;
        Bytes.put16(frame, offset + 14, WINDOW);
        System.arraycopy(payload, 0, frame, offset + HEADER_BYTES, payload.length);
        Bytes.put16(frame, offset + 16, Ipv4.payloadChecksum(frame));
        return frame;
    }

    boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    /** Sequence numbers that the segment takes: its bytes, and one each for SYN and FIN. */
    int sequenceLength() {
        return payload.length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }
}
