package io.holdfast.nat.traffic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** One side of a TCP connection. */
public interface Connection {
    /**
     * Sends all of the bytes, or none.
     *
     * @return false if the send buffer is too full; the buffer's position is then unchanged
     */
    boolean trySend(ByteBuffer bytes);

    /** This host's address, as this host sees it. */
    InetSocketAddress localAddress();

    /** The other side's address, as this host sees it. */
    InetSocketAddress remoteAddress();

    /** Closes this direction: the peer reads to the end, and closes its own. */
    void finish();

    /** Gives the connection up with a reset. No listener call follows. */
    void abort();
}
