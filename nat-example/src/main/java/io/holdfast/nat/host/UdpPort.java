package io.holdfast.nat.host;

import io.holdfast.nat.traffic.DatagramListener;
import io.holdfast.nat.traffic.DatagramPort;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A UDP port of a built-in host (RFC 768). */
final class UdpPort implements DatagramPort {
    private static final int HEADER_BYTES = 8;

    private final BuiltInHost host;
    private final int port;
    private final DatagramListener listener;

    UdpPort(final BuiltInHost host, final int port, final DatagramListener listener) {
        this.host = host;
        this.port = port;
        this.listener = listener;
    }

    @Override
    public boolean trySend(final ByteBuffer payload, final InetSocketAddress remote) {
        final int remoteIp = Ipv4.addressOf(remote);
        final int length = HEADER_BYTES + payload.remaining();
        final byte[] frame = Ipv4.frame(Ipv4.PROTOCOL_UDP, host.ip(), remoteIp, length);
        final int offset = Ipv4.PAYLOAD_OFFSET;
        Bytes.put16(frame, offset, port);
        Bytes.put16(frame, offset + 2, remote.getPort());
        Bytes.put16(frame, offset + 4, length);
        payload.get(frame, offset + HEADER_BYTES, payload.remaining());
        final int checksum = Ipv4.payloadChecksum(frame);
        Bytes.put16(frame, offset + 6, checksum == 0 ? 0xffff : checksum);
        host.sendIp(remoteIp, frame);
        return true;
    }

    /** @return true if the UDP part of a sound IPv4 frame is well-formed, and its checksum right or absent */
    static boolean isSound(final byte[] frame) {
        final int offset = Ipv4.payloadOffset(frame);
        final int room = Ipv4.end(frame) - offset;
        return room >= HEADER_BYTES
                && Bytes.get16(frame, offset + 4) == room
                && (Bytes.get16(frame, offset + 6) == 0 || Ipv4.payloadChecksum(frame) == 0);
    }

    void onFrame(final byte[] frame) {
        final int offset = Ipv4.payloadOffset(frame);
        final int begin = offset + HEADER_BYTES;
        final ByteBuffer payload =
                ByteBuffer.wrap(frame, begin, Ipv4.end(frame) - begin).slice();
        listener.onDatagram(this, payload, Ipv4.socketAddress(Ipv4.sourceIp(frame), Bytes.get16(frame, offset)));
    }
}
