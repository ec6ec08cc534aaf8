package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** Cuts what is behind the IPv4 header to a number of bytes, and writes the new length and checksum. */
final class TruncateIPPayload extends IpElement {
    static final Parameter<Integer> LENGTH =
            Parameter.mandatory("NBYTES", ArgumentTypes.integer(0, 65_535), "bytes", "longest payload that is left");

    private int lengthBytes;

    @Override
    public void configure(final Arguments arguments) {
        lengthBytes = arguments.get(LENGTH);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final int total = Ipv4Header.headerLength(packet, network) + lengthBytes;
        if (packet.length() - network > total) {
            packet.truncate(network + total);
        }
        if (Ipv4Header.totalLength(packet, network) > total) {
            packet.putShort(network + Ipv4Header.TOTAL_LENGTH_OFFSET, total);
            Ipv4Header.fillChecksum(packet, network);
        }
        return null;
    }
}
