package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLong;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Takes one off the time to live, as a router must (RFC 1812 section 5.3.1).
 *
 * <p>A packet that has none left goes to output 1 unchanged, or is dropped ({@code drops.expired}).
 */
final class DecIPTTL extends IpElement {
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether anything is done");
    static final Parameter<Boolean> MULTICAST =
            Parameter.keyword("MULTICAST", ArgumentTypes.BOOL, "true", "", "whether multicast packets count, too");

    private boolean startsActive;
    private boolean countsMulticast;
    private LocalLong active;
    private StatisticsCounter expired;

    @Override
    public void configure(final Arguments arguments) {
        startsActive = arguments.get(ACTIVE);
        countsMulticast = arguments.get(MULTICAST);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        active = new LocalLong(context, "active", startsActive ? 1 : 0);
        expired = context.statistics("drops.expired");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("drops", "packets whose time was over", () -> Long.toString(expired.get()));
        handlers.read("active", "whether anything is done", () -> active.get() == 0 ? "false" : "true");
        handlers.write(
                "active", "says whether anything is done", value -> active.set(HandlerValues.bool(value) ? 1 : 0));
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    protected boolean isPacketwise() {
        return true;
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final boolean isLeft =
                active.get() == 0 || !countsMulticast && Ipv4Header.isGroup(Ipv4Header.destination(packet, network));
        return isLeft || TimeToLive.decrement(packet, network) ? null : expired;
    }
}
