package io.holdfast.element.ip;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** Removes what is in front of the transport header, the IPv4 header included. */
final class StripIPHeader extends IpElement {
    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        packet.strip(network + Ipv4Header.headerLength(packet, network));
        return null;
    }
}
