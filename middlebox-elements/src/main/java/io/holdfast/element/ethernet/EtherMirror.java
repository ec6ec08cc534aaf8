package io.holdfast.element.ethernet;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** Swaps source and destination address. */
final class EtherMirror extends FrameElement {
    @Override
    protected StatisticsCounter processFrame(final Packet packet) {
        final long source = EthernetHeader.source(packet, 0);
        EthernetHeader.source(packet, 0, EthernetHeader.destination(packet, 0));
        EthernetHeader.destination(packet, 0, source);
        return null;
    }
}
