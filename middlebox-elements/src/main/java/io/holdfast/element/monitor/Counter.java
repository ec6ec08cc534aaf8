package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/**
 * Counts the packets that pass: {@code Counter([COUNT_CALL, BYTE_COUNT_CALL])}.
 *
 * <p>The counts are this worker's, and soft: they are not part of the state that a replica has. A call, {@code N HANDLER
 * [VALUE]}, is made once when a count reaches N; as that is behaviour, its own count is state, and every burst up to then
 * changes it.
 */
public final class Counter extends Element {
    static final Parameter<String> COUNT_CALL = Parameter.keyword(
            "COUNT_CALL", ArgumentTypes.TEXT, "", "", "N HANDLER [VALUE]: write handler called at N packets");
    static final Parameter<String> BYTE_COUNT_CALL = Parameter.keyword(
            "BYTE_COUNT_CALL", ArgumentTypes.TEXT, "", "", "N HANDLER [VALUE]: write handler called at N bytes");

    private static final int BITS_PER_BYTE = 8;

    private final SoftRate rate = new SoftRate();
    private final SoftRate byteRate = new SoftRate();
    private ElementContext context;
    private StatisticsCounter count;
    private StatisticsCounter byteCount;
    private CountCall countCall;
    private CountCall byteCountCall;

    @Override
    public void configure(final Arguments arguments) {
        countCall = CountCall.parse(arguments, COUNT_CALL);
        byteCountCall = CountCall.parse(arguments, BYTE_COUNT_CALL);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        count = context.statistics("count");
        byteCount = context.statistics("byte_count");
        if (countCall != null) {
            countCall.initialize(context, "countCall", name());
        }
        if (byteCountCall != null) {
            byteCountCall.initialize(context, "byteCountCall", name());
        }
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int packets = batch.size();
        long bytes = 0;
        for (int i = 0; i < packets; i++) {
            bytes += batch.get(i).length();
        }
        count.add(packets);
        byteCount.add(bytes);
        final long nowNs = context.timeNs();
        rate.add(nowNs, packets);
        byteRate.add(nowNs, bytes);
        if (countCall != null) {
            countCall.add(packets);
        }
        if (byteCountCall != null) {
            byteCountCall.add(bytes);
        }
        output(0).push(batch);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets", () -> Long.toString(count.get()));
        handlers.read("byte_count", "bytes", () -> Long.toString(byteCount.get()));
        handlers.read("rate", "packets a second, lately", () -> Long.toString(rate.perSecond(context.timeNs())));
        handlers.read("byte_rate", "bytes a second, lately", () -> Long.toString(byteRate.perSecond(context.timeNs())));
        handlers.read(
                "bit_rate",
                "bits a second, lately",
                () -> Long.toString(BITS_PER_BYTE * byteRate.perSecond(context.timeNs())));
        handlers.write("reset", "begins counting anew", ignored -> reset());
        handlers.write("reset_counts", "begins counting anew", ignored -> reset());
    }

    private void reset() {
        count.reset();
        byteCount.reset();
        if (countCall != null) {
            countCall.reset();
        }
        if (byteCountCall != null) {
            byteCountCall.reset();
        }
    }
}
