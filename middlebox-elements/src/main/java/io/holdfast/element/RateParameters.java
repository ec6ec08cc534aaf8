package io.holdfast.element;

import java.util.List;

/** The arguments of elements that keep a rate: {@code RATE, BURST_DURATION, BURST_SIZE}. */
public final class RateParameters {
    /** Packets per second. */
    public static final Parameter<Long> PACKET_RATE = Parameter.mandatory(
            "RATE", ArgumentTypes.longInteger(0, RateLimit.MAX), "packets/s", "packets per second at most");

    /** Bytes per second. */
    public static final Parameter<Long> BANDWIDTH =
            Parameter.mandatory("RATE", ArgumentTypes.BANDWIDTH, "bytes/s", "bandwidth at most");

    public static final Parameter<Long> BURST_DURATION = Parameter.keyword(
            "BURST_DURATION", ArgumentTypes.DURATION_NS, "20ms", "seconds", "how long unused rate is saved up");
    public static final Parameter<Long> BURST_SIZE = Parameter.keyword(
            "BURST_SIZE",
            ArgumentTypes.longInteger(0, RateLimit.MAX),
            "",
            "tokens",
            "how much unused rate is saved up");

    /** All, for packets. */
    public static final List<Parameter<?>> FOR_PACKETS = List.of(PACKET_RATE, BURST_DURATION, BURST_SIZE);

    /** All, for bytes. */
    public static final List<Parameter<?>> FOR_BANDWIDTH = List.of(BANDWIDTH, BURST_DURATION, BURST_SIZE);

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LARGEST_PACKET_BYTES = 1500;

    private final boolean isBandwidth;
    private long rate;
    private long durationNs;
    private long burstSize;

    public RateParameters(final boolean isBandwidth) {
        this.isBandwidth = isBandwidth;
    }

    /** Reads the arguments. */
    public void configure(final Arguments arguments) {
        final Arguments keywords = arguments.keywords();
        final boolean hasSize = keywords.isGiven(BURST_SIZE);
        if (hasSize && keywords.isGiven(BURST_DURATION)) {
            arguments.error("cannot specify both BURST_DURATION and BURST_SIZE");
        }
        durationNs = arguments.get(BURST_DURATION);
        burstSize = hasSize ? arguments.get(BURST_SIZE) : -1;
        rate = arguments.get(isBandwidth ? BANDWIDTH : PACKET_RATE);
    }

    /** The bucket that the arguments describe: one token in it, or, for bytes, full. */
    public RateLimit bucket(final ElementContext context) {
        return new RateLimit(context, "bucket", rate, capacity(rate), isBandwidth ? capacity(rate) : 1);
    }

    /** Adds the handlers of a rate that can be changed. */
    public void addHandlers(final Handlers handlers, final java.util.function.Supplier<RateLimit> bucket) {
        handlers.read("rate", "the rate", () -> Long.toString(bucket.get().tokensPerSecond()));
        handlers.write("rate", "changes the rate", text -> {
            final ArgumentType<Long> type = isBandwidth ? ArgumentTypes.BANDWIDTH : PACKET_RATE.type();
            final long newRate = HandlerValues.value(text, type);
            bucket.get().set(newRate, capacity(newRate));
        });
    }

    private long capacity(final long ofRate) {
        if (burstSize >= 0) {
            return Math.max(1, burstSize);
        }
        final double saved = (double) ofRate * durationNs / SECOND_NS;
        return Math.clamp((long) saved, isBandwidth ? LARGEST_PACKET_BYTES : 1, RateLimit.MAX);
    }
}
