package io.holdfast.perf.rig;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.Digest;
import io.holdfast.log.RecordView;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import org.agrona.DirectBuffer;

/** Runs a tape's bursts again on a graph of its own with muted ports, and compares digests, as a replica does. */
final class TapeReplay implements AutoCloseable {
    private final NamedDevices devices = new NamedDevices();
    private final Digest digest = new Digest();
    private final RecordView record = new RecordView();
    private final PacketBatch batch = new PacketBatch();
    private final WorkerRuntime runtime;
    private long divergentCount;

    TapeReplay(final GraphDefinition definition, final WorkerPlace place) {
        runtime = new WorkerRuntime(
                place, devices, definition, AccessControl.UNPROTECTED, new FlatStateStore(), this::digest);
    }

    private void digest(final int port, final PacketBatch packets) {
        for (int i = 0; i < packets.size(); i++) {
            digest.addOutput(port, packets.get(i));
        }
        packets.free();
    }

    /** Replays a tape to its end; returns the number of packets. */
    long replay(final RecordTape tape) {
        final PacketPool pool = devices.pool(0);
        long packets = 0;
        for (DirectBuffer next = tape.read(); next != null; next = tape.read()) {
            if (!record.wrap(next, 0, next.capacity())) {
                throw new IllegalStateException("a record on the tape is malformed");
            }
            while (record.hasNextPacket()) {
                final Packet packet = pool.allocate();
                record.nextPacket(packet);
                batch.add(packet);
                packets++;
            }
            digest.reset();
            runtime.runBurst(record.timeNs(), record.inputPort(), batch);
            if (digest.value() != record.digest()) {
                divergentCount++;
            }
        }
        return packets;
    }

    /** Bursts whose outputs were not those of production. */
    long divergentCount() {
        return divergentCount;
    }

    @Override
    public void close() {
        runtime.close();
        devices.close();
    }
}
