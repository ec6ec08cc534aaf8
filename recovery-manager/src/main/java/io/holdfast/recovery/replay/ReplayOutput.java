package io.holdfast.recovery.replay;

import io.holdfast.log.Digest;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;

/**
 * Where a replayed burst's outputs go: they are digested, and kept until the burst's end says what becomes of them.
 *
 * <p>A burst that was replayed whole is muted: its outputs are freed, or kept for a take-over. One that went live in its middle is sent, as
 * nothing of it can have left the old master. Bounded: outputs beyond the limit are freed and counted. Used by the
 * worker's thread.
 */
final class ReplayOutput implements PacketSink {
    /** Most outputs of a burst. */
    static final int BURST_OUTPUT_PACKETS = 8 * PacketBatch.BURST_PACKETS;

    private final Digest digest = new Digest();
    private final Packet[] packets = new Packet[BURST_OUTPUT_PACKETS];
    private final int[] ports = new int[BURST_OUTPUT_PACKETS];
    private final PacketBatch leaving = new PacketBatch();
    private int size;
    private long overflowCount;

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            digest.addOutput(port, packet);
            if (size < BURST_OUTPUT_PACKETS) {
                packets[size] = packet;
                ports[size++] = port;
            } else {
                packet.free();
                overflowCount++;
            }
        }
        batch.clear();
    }

    void beginBurst() {
        assert size == 0 : "outputs of another burst";
        digest.reset();
    }

    long digest() {
        return digest.value();
    }

    /** Ends the burst: its outputs leave at most at a take-over. */
    void keep(final UnreleasedOutputs unreleased, final long burst) {
        for (int i = 0; i < size; i++) {
            unreleased.keep(ports[i], packets[i], burst);
        }
        size = 0;
    }

    /** Ends the burst: its outputs never leave. */
    void mute() {
        for (int i = 0; i < size; i++) {
            packets[i].free();
        }
        size = 0;
    }

    /** Ends the burst: its outputs leave now, in order. */
    void send(final PacketSink sink) {
        for (int i = 0; i < size; i++) {
            leaving.add(packets[i]);
            if (i + 1 == size || ports[i + 1] != ports[i] || leaving.isFull()) {
                sink.transmit(ports[i], leaving);
            }
        }
        size = 0;
    }

    long overflowCount() {
        return overflowCount;
    }
}
