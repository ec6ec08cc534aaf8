package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentType;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.RateLimit;
import io.holdfast.element.SortingElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/**
 * Sends packets to output 0 up to a rate, the others to output 1 or nowhere: {@code RatedSplitter(RATE)} packets a
 * second, {@code BandwidthRatedSplitter(RATE)} bytes a second.
 *
 * <p>A token bucket that holds what comes in a tenth of a second.
 */
final class RatedSplitter extends SortingElement {
    static final Parameter<Long> RATE = Parameter.mandatory(
            "RATE", ArgumentTypes.longInteger(0, RateLimit.MAX), "packets/s", "most packets for output 0");
    static final Parameter<Long> BANDWIDTH =
            Parameter.mandatory("RATE", ArgumentTypes.BANDWIDTH, "bytes/s", "most bytes for output 0");

    private static final int BUCKETS_PER_SECOND = 10;
    private static final long LONGEST_PACKET_BYTES = 1514;

    private final boolean isBandwidth;
    private long configured;
    private ElementContext context;
    private RateLimit limit;
    private StatisticsCounter exceeding;

    RatedSplitter(final boolean isBandwidth) {
        this.isBandwidth = isBandwidth;
    }

    @Override
    public void configure(final Arguments arguments) {
        configured = arguments.get(isBandwidth ? BANDWIDTH : RATE);
        if (configured > RateLimit.MAX) {
            arguments.error("RATE: out of range, bound " + RateLimit.MAX);
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        exceeding = context.statistics("exceeding");
        limit = new RateLimit(context, "rate", configured, capacity(configured), capacity(configured));
    }

    private long capacity(final long rate) {
        return Math.max(isBandwidth ? LONGEST_PACKET_BYTES : 1, rate / BUCKETS_PER_SECOND);
    }

    @Override
    protected int select(final Packet packet) {
        if (limit.tokensPerSecond() > 0 && limit.tokens(context.timeNs()) > 0) {
            limit.take(isBandwidth ? packet.length() : 1);
            return 0;
        }
        exceeding.increment();
        return 1;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        final ArgumentType<Long> type =
                isBandwidth ? ArgumentTypes.BANDWIDTH : ArgumentTypes.longInteger(0, RateLimit.MAX);
        handlers.read("rate", "most for output 0, a second", () -> Long.toString(limit.tokensPerSecond()));
        handlers.write("rate", "changes the rate", text -> {
            final long rate = HandlerValues.value(text, type);
            limit.set(rate, capacity(rate));
        });
    }
}
