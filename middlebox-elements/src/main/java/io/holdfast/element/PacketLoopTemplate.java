package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** The loop of packet elements; used through the copies that {@link BurstLoops} makes. */
final class PacketLoopTemplate implements PacketLoop {
    PacketLoopTemplate() {}

    @Override
    public void run(final PacketElement element, final PacketBatch batch) {
        final int count = batch.size();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final StatisticsCounter fault = element.process(packet);
            if (fault == null) {
                batch.set(kept++, packet);
            } else {
                element.reject(packet, fault);
            }
        }
        batch.size(kept);
    }
}
