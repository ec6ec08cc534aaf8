package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** The loop of packet elements; used through the copies that {@link BurstLoops} makes. */
final class PacketLoopTemplate implements PacketLoop {
    PacketLoopTemplate() {}

    /** Nearly always all packets pass: then the batch stays as it is, and nothing is written to it. */
    @Override
    public void run(final PacketElement element, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final StatisticsCounter fault = element.process(packet);
            if (fault != null) {
                element.reject(packet, fault);
                sift(element, batch, i);
                return;
            }
        }
    }

    /** Goes on behind the first packet that was rejected. */
    private static void sift(final PacketElement element, final PacketBatch batch, final int firstRejected) {
        final int count = batch.size();
        int kept = firstRejected;
        for (int i = firstRejected + 1; i < count; i++) {
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
