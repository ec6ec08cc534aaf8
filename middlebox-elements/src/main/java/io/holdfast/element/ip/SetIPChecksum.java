package io.holdfast.element.ip;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** Computes the checksum of IPv4 headers. */
final class SetIPChecksum extends IpElement {
    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        Ipv4Header.fillChecksum(packet, network);
        return null;
    }
}
