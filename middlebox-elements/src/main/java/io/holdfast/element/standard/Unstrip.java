package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** Gives stripped bytes back: {@code Unstrip(N)}. Packets without the room are dropped ({@code drops.noRoom}). */
public final class Unstrip extends Element {
    private static final int MAX_BYTES = 65_535;

    private int bytes;
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        bytes = arguments.mandatoryInteger("N", 0, MAX_BYTES);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            if (packet.prepend(bytes)) {
                batch.set(kept++, packet);
            } else {
                noRoom.increment();
                packet.free();
            }
        }
        batch.size(kept);
        output(0).push(batch);
    }
}
