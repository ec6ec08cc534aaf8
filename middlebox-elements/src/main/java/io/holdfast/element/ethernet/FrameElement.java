package io.holdfast.element.ethernet;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** An element that looks at Ethernet headers; packets without a whole one are rejected ({@code drops.tooShort}). */
abstract class FrameElement extends PacketElement {
    private StatisticsCounter tooShort;

    /**
     * Looks at a frame and changes it where needed.
     *
     * @return null to pass it on; else the counter of the reason to reject it
     */
    protected abstract StatisticsCounter processFrame(Packet packet);

    final StatisticsCounter tooShort() {
        return tooShort;
    }

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooShort = context.statistics("drops.tooShort");
    }

    @Override
    public int headerDepthBytes() {
        return EtherFields.TAGGED_LENGTH;
    }

    @Override
    protected final StatisticsCounter process(final Packet packet) {
        return EthernetHeader.fits(packet, 0) ? processFrame(packet) : tooShort;
    }
}
