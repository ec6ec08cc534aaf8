package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentType;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Sorts packets by the rate at which they have been coming: {@code Meter(RATE1, ..., RATEN)} packets a second,
 * {@code BandwidthMeter} bytes a second.
 *
 * <p>Below RATE1 they go to output 0, from RATE1 on to output 1, and so on; from RATEN on to output N. The rate is an
 * average ({@link MovingRate}).
 */
final class Meter extends SortingElement {
    static final Parameter<String> RATES = Parameter.rest("RATE", "from which the next output takes over; rising");

    private static final ArgumentType<Long> PACKETS_PER_SECOND = ArgumentTypes.longInteger(0, Long.MAX_VALUE >> 32);

    private final boolean isBandwidth;
    private long[] rates = new long[0];
    private ElementContext context;
    private MovingRate rate;

    Meter(final boolean isBandwidth) {
        this.isBandwidth = isBandwidth;
    }

    @Override
    public void configure(final Arguments arguments) {
        final ArgumentType<Long> type = isBandwidth ? ArgumentTypes.BANDWIDTH : PACKETS_PER_SECOND;
        rates = arguments.rest().stream()
                .mapToLong(text -> {
                    try {
                        return type.parse(text, arguments.scope());
                    } catch (final IllegalArgumentException e) {
                        arguments.error("RATE: " + e.getMessage() + ": " + text);
                        return 0;
                    }
                })
                .toArray();
        if (rates.length == 0) {
            arguments.error("RATE1: required argument missing");
        } else if (rates.length + 1 != outputCount()) {
            arguments.error(
                    "need " + (rates.length + 1) + " outputs, one more than rates, but there are " + outputCount());
        }
        for (int i = 1; i < rates.length; i++) {
            if (rates[i] <= rates[i - 1]) {
                arguments.error("rates must rise: " + rates[i - 1] + ", " + rates[i]);
            }
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        rate = new MovingRate(context, "rate");
    }

    @Override
    protected int select(final Packet packet) {
        final long nowNs = context.timeNs();
        rate.add(nowNs, isBandwidth ? packet.length() : 1);
        final long current = rate.perSecond(nowNs);
        int output = 0;
        while (output < rates.length && current >= rates[output]) {
            output++;
        }
        return output;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("rate", "the average rate, a second", () -> Long.toString(rate.perSecond(context.timeNs())));
        handlers.read(
                "meters",
                "the rates of the outputs",
                () -> LongStream.of(rates).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    }
}
