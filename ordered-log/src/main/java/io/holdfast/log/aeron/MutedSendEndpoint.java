package io.holdfast.log.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/** A socket that sends nothing: that of streams which a node opens to itself, only to have opened some. */
final class MutedSendEndpoint extends SendChannelEndpoint {
    MutedSendEndpoint(final UdpChannel channel, final AtomicCounter status, final MediaDriver.Context context) {
        super(channel, status, context);
    }

    @Override
    public int send(final ByteBuffer buffer) {
        return buffer.remaining();
    }

    @Override
    public int send(final ByteBuffer buffer, final InetSocketAddress destination) {
        return buffer.remaining();
    }
}
