package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * The way of a packet into an IP router in one element: Paint, Strip(14), CheckIPHeader, GetIPAddress(16).
 *
 * <p>Bad packets are dropped and counted as CheckIPHeader does.
 */
final class IPInputCombo extends PacketElement {
    static final Parameter<Integer> COLOR =
            Parameter.mandatory("COLOR", ArgumentTypes.integer(0, 255), "", "paint that is set");

    private int color;
    private HeaderCheck check;
    private StatisticsCounter tooShort;

    @Override
    public void configure(final Arguments arguments) {
        final HeaderCheck.Sources sources = new HeaderCheck.Sources(arguments);
        color = arguments.get(COLOR);
        final boolean isOld = arguments.peek() != null;
        check = sources.check(isOld ? arguments.get(HeaderCheck.OLD_BADSRC) : null, true, true);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        check.initialize(context);
        tooShort = context.statistics("drops.tooShort");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        check.addHandlers(handlers);
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        packet.paint(color);
        if (packet.length() < EthernetHeader.LENGTH) {
            return tooShort;
        }
        packet.strip(EthernetHeader.LENGTH);
        return check.check(packet, 0);
    }
}
