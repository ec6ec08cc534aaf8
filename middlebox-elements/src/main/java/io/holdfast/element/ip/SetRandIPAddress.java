package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Sets the destination annotation to a random address of a network, one of LIMIT. */
final class SetRandIPAddress extends PacketElement {
    static final Parameter<IpPrefix> PREFIX =
            Parameter.mandatory("PREFIX", ArgumentTypes.IP_PREFIX, "", "network of the addresses");
    static final Parameter<Integer> LIMIT = Parameter.optional(
            "LIMIT", ArgumentTypes.integer(-1, Integer.MAX_VALUE), "-1", "addresses", "how many; less than 0: all");

    private IpPrefix prefix = new IpPrefix(0, 0);
    private int limit;
    private ElementContext context;

    @Override
    public void configure(final Arguments arguments) {
        prefix = arguments.get(PREFIX);
        limit = arguments.get(LIMIT);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final long random = context.nextRandom();
        final int host = limit <= 0 ? (int) random : (int) Math.floorMod(random, (long) limit);
        packet.destinationIp(prefix.address() & prefix.mask() | host & ~prefix.mask());
        return null;
    }
}
