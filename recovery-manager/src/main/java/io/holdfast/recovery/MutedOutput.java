package io.holdfast.recovery;

import io.holdfast.log.Digest;
import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;

/** Where a replaying graph's outputs go: they are digested for the comparison with the master, and freed. */
final class MutedOutput implements PacketSink {
    private final Digest digest = new Digest();

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            digest.addOutput(port, batch.get(i));
        }
        batch.free();
    }

    Digest digest() {
        return digest;
    }
}
