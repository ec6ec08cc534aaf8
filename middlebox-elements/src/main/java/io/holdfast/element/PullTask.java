package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** Pulls packets for an element that only knows how to be pushed to: a Discard behind a queue, say. */
final class PullTask {
    private final Element element;
    private final int burstPackets;
    private final PacketBatch batch = new PacketBatch();
    private final Task task;
    private final Notifier signal;

    PullTask(final GraphServices services, final Element element) {
        this.element = element;
        burstPackets = Math.min(element.pullBurstPackets(), batch.capacity());
        task = services.tasks().add(this::run);
        signal = services.notifiers().upstream(element, 0, task);
    }

    void start() {
        if (signal.isActive()) {
            task.schedule();
        }
    }

    private void run() {
        final int pulled = element.input(0).pull(batch, burstPackets);
        if (pulled > 0) {
            element.push(0, batch);
            assert batch.isEmpty() : element.name() + " kept packets in the batch";
        }
        if (pulled == burstPackets || signal.isActive()) {
            task.schedule();
        }
    }
}
