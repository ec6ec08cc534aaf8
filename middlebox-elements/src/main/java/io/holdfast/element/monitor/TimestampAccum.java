package io.holdfast.element.monitor;

import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import java.util.Locale;

/** Adds up the time that packets have been on their way, since their timestamps: {@code TimestampAccum}. Soft. */
final class TimestampAccum extends PacketElement {
    private static final double SECOND_NS = 1e9;

    private ElementContext context;
    private StatisticsCounter count;
    private StatisticsCounter sumNs;

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        count = context.statistics("count");
        sumNs = context.statistics("sumNs");
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        count.increment();
        sumNs.add(context.timeNs() - packet.timestampNs());
        return null;
    }

    private static String seconds(final double ns) {
        return String.format(Locale.ROOT, "%.9f", ns / SECOND_NS);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets", () -> Long.toString(count.get()));
        handlers.read("time", "seconds in all", () -> seconds(sumNs.get()));
        handlers.read(
                "average_time",
                "seconds of a packet",
                () -> seconds(count.get() == 0 ? 0 : (double) sumNs.get() / count.get()));
        handlers.write("reset_counts", "begins counting anew", ignored -> {
            count.reset();
            sumNs.reset();
        });
    }
}
