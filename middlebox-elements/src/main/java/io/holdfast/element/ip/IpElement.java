package io.holdfast.element.ip;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * An element that treats packets with an IPv4 header, each by itself.
 *
 * <p>Packets whose network header nobody has set, or that is not whole, are rejected ({@code drops.noHeader}).
 */
public abstract class IpElement extends PacketElement {
    private StatisticsCounter noHeader;

    /**
     * Looks at a packet and changes it where needed.
     *
     * @param network offset of its IPv4 header, which fits
     * @return null to pass it on; else the counter of the reason to reject it
     */
    protected abstract StatisticsCounter process(Packet packet, int network);

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noHeader = context.statistics("drops.noHeader");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH;
    }

    @Override
    protected final StatisticsCounter process(final Packet packet) {
        final int network = packet.networkOffset();
        return Ipv4Header.fits(packet, network) ? process(packet, network) : noHeader;
    }
}
