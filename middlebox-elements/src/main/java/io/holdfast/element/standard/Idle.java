package io.holdfast.element.standard;

import io.holdfast.element.ActiveNotifier;
import io.holdfast.element.Element;
import io.holdfast.element.Notifier;
import io.holdfast.packet.PacketBatch;

/** Drops what it gets, sends nothing. */
final class Idle extends Element {
    private final ActiveNotifier never = new ActiveNotifier(() -> false);

    @Override
    public void push(final int input, final PacketBatch batch) {
        batch.free();
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        // Nothing, ever.
    }

    @Override
    public int pullBurstPackets() {
        return 0;
    }

    @Override
    public Notifier emptyNotifier(final int output) {
        return never;
    }
}
