package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;
import java.util.Locale;

/**
 * Counts packets and bytes, with their average rates since the first one: {@code AverageCounter([IGNORE])}.
 *
 * <p>With IGNORE, nothing is counted in the first seconds after the first packet. All of it is soft.
 */
final class AverageCounter extends Element {
    static final Parameter<Long> IGNORE = Parameter.optional(
            "IGNORE", ArgumentTypes.DURATION_NS, "0", "s", "time after the first packet that does not count");

    private static final double SECOND_NS = 1e9;

    private long ignoreNs;
    private ElementContext context;
    private StatisticsCounter count;
    private StatisticsCounter byteCount;
    /** Time of the first and of the last packet, in nanoseconds of the epoch; 0 before. */
    private StatisticsCounter firstNs;

    private StatisticsCounter lastNs;

    @Override
    public void configure(final Arguments arguments) {
        ignoreNs = arguments.get(IGNORE);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        count = context.statistics("count");
        byteCount = context.statistics("byte_count");
        firstNs = context.statistics("firstNs");
        lastNs = context.statistics("lastNs");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final long nowNs = context.timeNs();
        if (firstNs.get() == 0) {
            firstNs.add(nowNs);
        }
        if (nowNs - firstNs.get() >= ignoreNs) {
            long bytes = 0;
            for (int i = 0; i < batch.size(); i++) {
                bytes += batch.get(i).length();
            }
            count.add(batch.size());
            byteCount.add(bytes);
            lastNs.add(nowNs - lastNs.get());
        }
        output(0).push(batch);
    }

    private String rate(final long number) {
        final double seconds = Math.max(0, lastNs.get() - firstNs.get() - ignoreNs) / SECOND_NS;
        return seconds == 0 ? "0" : String.format(Locale.ROOT, "%.3f", number / seconds);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets", () -> Long.toString(count.get()));
        handlers.read("byte_count", "bytes", () -> Long.toString(byteCount.get()));
        handlers.read("rate", "packets a second", () -> rate(count.get()));
        handlers.read("byte_rate", "bytes a second", () -> rate(byteCount.get()));
        handlers.write("reset", "begins counting anew", ignored -> {
            count.reset();
            byteCount.reset();
            firstNs.reset();
            lastNs.reset();
        });
    }
}
