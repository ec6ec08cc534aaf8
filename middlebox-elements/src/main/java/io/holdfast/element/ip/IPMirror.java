package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** Swaps source and destination, addresses and TCP or UDP ports; no checksum changes by that. */
final class IPMirror extends IpElement {
    static final Parameter<Boolean> DST_ANNO =
            Parameter.keyword("DST_ANNO", ArgumentTypes.BOOL, "true", "", "whether the destination annotation is set");

    private boolean setsAnnotation;

    @Override
    public void configure(final Arguments arguments) {
        setsAnnotation = arguments.get(DST_ANNO);
        arguments.finish();
    }

    @Override
    public int headerDepthBytes() {
        return super.headerDepthBytes() + Integer.BYTES;
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final int source = Ipv4Header.source(packet, network);
        Ipv4Header.source(packet, network, Ipv4Header.destination(packet, network));
        Ipv4Header.destination(packet, network, source);
        if (setsAnnotation) {
            packet.destinationIp(source);
        }
        final int protocol = Ipv4Header.protocol(packet, network);
        final int transport = IpTransport.offset(packet, network);
        final boolean hasPorts = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        if (hasPorts && transport >= 0 && transport + Integer.BYTES <= packet.knownLength()) {
            packet.putInt(transport, Integer.rotateLeft(packet.getInt(transport), 16));
        }
        return null;
    }
}
