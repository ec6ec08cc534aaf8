package io.holdfast.element.ethernet;

import io.holdfast.element.Arguments;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** Writes source and destination address. */
final class EtherRewrite extends FrameElement {
    private long source;
    private long destination;

    @Override
    public void configure(final Arguments arguments) {
        source = arguments.get(EtherEncap.SRC);
        destination = arguments.get(EtherEncap.DST);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter processFrame(final Packet packet) {
        EthernetHeader.source(packet, 0, source);
        EthernetHeader.destination(packet, 0, destination);
        return null;
    }
}
