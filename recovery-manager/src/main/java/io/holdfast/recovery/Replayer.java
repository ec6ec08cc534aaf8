package io.holdfast.recovery;

import io.holdfast.log.RecordView;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * Runs stored bursts again, with muted ports, and compares digests.
 *
 * <p>Called by the thread that owns the runtime.
 */
final class Replayer {
    private final WorkerRuntime runtime;
    private final RecordStore store;
    private final MutedOutput output;
    private final PacketBatch batch = new PacketBatch();
    private final RecordView record = new RecordView();
    private final MessageHandler onRecord = this::onRecord;
    private long replayedBurst;
    private long divergentBurst;
    private long noBufferCount;

    Replayer(final WorkerRuntime runtime, final RecordStore store, final MutedOutput output) {
        this.runtime = runtime;
        this.store = store;
        this.output = output;
    }

    /** Replays what is stored, oldest first, up to a number of bursts; returns how many. */
    int replay(final int limit) {
        return store.read(onRecord, limit);
    }

    private void onRecord(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        record.wrap(buffer, index, length);
        final PacketPool pool = runtime.pool();
        while (record.hasNextPacket()) {
            final Packet packet = pool.allocate();
            if (packet == null) {
                noBufferCount++;
                break;
            }
            if (record.nextPacket(packet)) {
                batch.add(packet);
            } else {
                packet.free();
                noBufferCount++;
            }
        }
        output.digest().reset();
        runtime.runBurst(record.timeNs(), record.inputPort(), batch);
        replayedBurst = record.burst();
        if (output.digest().value() != record.digest() && divergentBurst == 0) {
            divergentBurst = replayedBurst;
        }
    }

    /** Replays all that is stored. */
    void replayAll() {
        // A read that meets the end of the ring returns nothing although there is more.
        while (!store.isEmpty()) {
            store.read(onRecord, Integer.MAX_VALUE);
        }
    }

    /** Last burst replayed. */
    long replayedBurst() {
        return replayedBurst;
    }

    /** First burst whose digest differed from the master's, 0 if none. */
    long divergentBurst() {
        return divergentBurst;
    }

    /** Packets that could not be replayed for want of a buffer: each is a divergence to come. */
    long noBufferCount() {
        return noBufferCount;
    }
}
