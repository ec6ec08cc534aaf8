package io.holdfast.nat.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of a control socket. A client that does not read its answers is not read from, either. */
final class ControlConnection {
    private static final int READ_BYTES = 16_384;

    private final SocketChannel channel;
    private final ControlProtocol protocol;
    private final ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
    private ByteBuffer out;

    ControlConnection(final SocketChannel channel, final ControlProtocol protocol) {
        this.channel = channel;
        this.protocol = protocol;
        out = ByteBuffer.wrap(ControlProtocol.GREETING.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Sends and receives what can be without waiting; answers how much there was to do. */
    int poll() {
        try {
            int work = out.hasRemaining() ? channel.write(out) : 0;
            if (out.hasRemaining()) {
                return work;
            }
            if (protocol.isClosed()) {
                close();
                return work;
            }
            in.clear();
            final int received = channel.read(in);
            if (received < 0) {
                close();
            } else if (received > 0) {
                out = ByteBuffer.wrap(protocol.receive(in.array(), received));
                work += received + channel.write(out);
            }
            return work;
        } catch (final IOException e) {
            close();
            return 1;
        }
    }

    void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            // The other side will find out.
        }
    }
}
