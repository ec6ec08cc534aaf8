package io.holdfast.nat.traffic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What arrives at a UDP port. */
public interface DatagramListener {
    /**
     * A datagram arrived.
     *
     * @param port at which it arrived, to answer from
     * @param payload valid during the call
     * @param source the sender, as this host sees it
     */
    void onDatagram(DatagramPort port, ByteBuffer payload, InetSocketAddress source);
}
