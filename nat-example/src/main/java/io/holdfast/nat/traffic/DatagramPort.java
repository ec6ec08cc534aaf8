package io.holdfast.nat.traffic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A UDP port of a host. */
public interface DatagramPort {
    /** @return false if the datagram could not be sent now: it is lost */
    boolean trySend(ByteBuffer payload, InetSocketAddress remote);
}
