package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** Removes bytes from the front of packets: {@code Strip(N)}. Shorter ones are dropped ({@code drops.tooShort}). */
public final class Strip extends Element {
    private static final int MAX_BYTES = 65_535;

    private int bytes;
    private StatisticsCounter tooShort;

    @Override
    public void configure(final Arguments arguments) {
        bytes = arguments.mandatoryInteger("N", 0, MAX_BYTES);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooShort = context.statistics("drops.tooShort");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            if (packet.length() < bytes) {
                tooShort.increment();
                packet.free();
            } else {
                packet.strip(bytes);
                batch.set(kept++, packet);
            }
        }
        batch.size(kept);
        output(0).push(batch);
    }
}
