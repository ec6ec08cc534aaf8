package io.holdfast.element.ip;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/**
 * Acts on the IPv4 options that every router has to act on: record route and timestamp.
 *
 * <p>A packet with a bad option is rejected ({@code drops.badOption}), with the ICMP parameter problem annotation set.
 */
final class IPGWOptions extends IpElement {
    private GatewayOptions options;
    private ElementContext context;
    private StatisticsCounter badOption;

    @Override
    public void configure(final Arguments arguments) {
        final int address = arguments.get(GatewayOptions.MYADDR);
        options = new GatewayOptions(
                address, AddressLists.addresses(arguments, "OTHERADDRS", arguments.get(GatewayOptions.OTHERADDRS)));
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        super.initialize(newContext);
        context = newContext;
        badOption = context.statistics("drops.badOption");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("drops", "packets with a bad option", () -> Long.toString(badOption.get()));
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        return options.apply(packet, network, context.timeNs()) ? null : badOption;
    }
}
