package io.holdfast.element.standard;

import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/**
 * Counts the packets that pass: {@code Counter}.
 *
 * <p>Handlers {@code count} (packets) and {@code byte_count} are read, {@code reset} written. The counts are this
 * worker's, and soft: they are not part of the state that a replica has.
 */
public final class Counter extends Element {
    private StatisticsCounter count;
    private StatisticsCounter byteCount;

    @Override
    public void initialize(final ElementContext context) {
        count = context.statistics("count");
        byteCount = context.statistics("byte_count");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            bytes += batch.get(i).length();
        }
        count.add(batch.size());
        byteCount.add(bytes);
        output(0).push(batch);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", () -> Long.toString(count.get()));
        handlers.read("byte_count", () -> Long.toString(byteCount.get()));
        handlers.write("reset", ignored -> {
            count.reset();
            byteCount.reset();
        });
    }
}
