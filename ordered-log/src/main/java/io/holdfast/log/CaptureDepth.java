package io.holdfast.log;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/**
 * Says how many leading bytes of each packet the log keeps.
 *
 * <p>A graph's deepest element reads so many bytes ({@code headerDepthBytes}), counted with the longest headers that may
 * be. Most packets have short ones: where the elements of a graph stay in headers ({@code staysInHeaders}), what lies
 * behind those of TCP and UDP is left out, and so neither copied, sent, authenticated nor digested.
 *
 * @param mostBytes of any packet, at most 65535
 * @param endsAtHeaders whether no more is kept of TCP and UDP over IPv4 in an untagged frame than the three headers,
 *     options included
 */
public record CaptureDepth(int mostBytes, boolean endsAtHeaders) {
    private static final int PROTOCOL_OFFSET = EthernetHeader.LENGTH + 9;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int SHORTEST_HEADERS = EthernetHeader.LENGTH + Ipv4Header.MIN_LENGTH + UdpHeader.LENGTH;

    /** Type of the frame (0800), version of IP, and its header's length. */
    private static final int TYPE_AND_VERSION = 0x0800_4000;

    private static final int TYPE_AND_VERSION_MASK = 0xffff_f000;

    /** So many bytes of each packet. */
    public static CaptureDepth ofBytes(final int bytes) {
        return new CaptureDepth(bytes, false);
    }

    /** Bytes that are kept of a frame. */
    int of(final long address, final int lengthBytes) {
        final int known = Math.min(mostBytes, lengthBytes);
        return endsAtHeaders && lengthBytes > SHORTEST_HEADERS ? Math.min(known, headers(address, lengthBytes)) : known;
    }

    /** Bytes of the frame's headers; of the whole frame if they are not as told above. */
    private static int headers(final long address, final int lengthBytes) {
        final int typeToService = NativeMemory.getIntBe(address + EthernetHeader.TYPE_OFFSET);
        if ((typeToService & TYPE_AND_VERSION_MASK) != TYPE_AND_VERSION) {
            return lengthBytes;
        }
        final int words = typeToService >>> Byte.SIZE & 0xf;
        // A length below the shortest is a fault that elements find in the first bytes.
        final int transport = EthernetHeader.LENGTH + Math.max(words * Integer.BYTES, Ipv4Header.MIN_LENGTH);
        return switch (NativeMemory.getByte(address + PROTOCOL_OFFSET)) {
            case Ipv4Header.PROTOCOL_UDP -> transport + UdpHeader.LENGTH;
            case Ipv4Header.PROTOCOL_TCP -> transport + tcpHeader(address, transport, lengthBytes);
            default -> lengthBytes;
        };
    }

    /** Later fragments have other bytes there: any length is right for them, as it is a function of the packet. */
    private static int tcpHeader(final long address, final int transport, final int lengthBytes) {
        if (transport + TCP_DATA_OFFSET >= lengthBytes) {
            return TcpHeader.MIN_LENGTH;
        }
        final int words = NativeMemory.getByte(address + transport + TCP_DATA_OFFSET) >>> 4 & 0xf;
        return Math.max(words * Integer.BYTES, TcpHeader.MIN_LENGTH);
    }
}
