package io.holdfast.recovery;

import io.holdfast.log.Digest;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.packet.PacketBatch;
import io.holdfast.recovery.order.LoggedAccess;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.PacketSink;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs every burst, and holds its outputs until what they depend on is stable.
 *
 * <p>While a replica is joining, bursts are logged and outputs leave at once: it does not protect them yet. From
 * {@link #holdOutputs()} on it does.
 *
 * <p>The burst's outputs are held under the worker's release vector as it is at the burst's end: a burst that changed
 * no state waits only for what it read, which is stable long ago as a rule.
 */
public final class LoggedProtection implements Protection {
    /** Outputs that one burst may have without fear of a drop: replies and flushed queues come on top of its packets. */
    private static final int BURST_OUTPUT_PACKETS = 8 * PacketBatch.BURST_PACKETS;

    private final RecordBuffer record;
    private final LogWriter log;
    private final HoldQueue hold;
    private final LoggedAccess access;
    private final StablePositions stable;
    private final PacketSink device;
    private final Digest digest = new Digest();
    private boolean holds = true;
    private final AtomicLong appended = new AtomicLong();
    private long burst;

    /**
     * Makes the protection of one worker, at the start of a log epoch.
     *
     * @param record that the log writes
     * @param access of the worker, which says what its outputs depend on
     * @param device where outputs go when they are let go
     */
    public LoggedProtection(
            final RecordBuffer record,
            final LogWriter log,
            final HoldQueue hold,
            final LoggedAccess access,
            final StablePositions stable,
            final PacketSink device) {
        this.record = record;
        this.log = log;
        this.hold = hold;
        this.access = access;
        this.stable = stable;
        this.device = device;
    }

    @Override
    public boolean mayReceive() {
        // The log first: what is held may wait for the very record that is still to be sent.
        return log.isReady() && hold.hasRoom(Math.min(BURST_OUTPUT_PACKETS, hold.capacityPackets()));
    }

    @Override
    public void beginBurst(final long timeNs, final int port, final PacketBatch batch) {
        burst++;
        access.beginBurst(burst);
        digest.reset();
        record.begin(burst, timeNs, port, batch);
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            digest.addOutput(port, batch.get(i));
        }
        if (holds) {
            hold.add(port, batch);
        } else {
            device.transmit(port, batch);
        }
    }

    /** Says whose log this is. */
    void identify(final long view, final long incarnation, final int epoch, final int worker) {
        record.identify(view, incarnation, epoch, worker);
    }

    /** Until {@link #holdOutputs()}, outputs leave at once. */
    void letOutputsLeave() {
        holds = false;
    }

    /** From the next burst on, outputs are held. */
    void holdOutputs() {
        holds = true;
    }

    @Override
    public void endBurst() {
        record.end(digest.value(), access.digest(), hold.releasedBurst(), access.notes());
        // Before the record can arrive anywhere, and its acknowledgement come back.
        appended.setRelease(burst);
        log.append();
        hold.commit(burst, access.vector());
    }

    @Override
    public int release() {
        return hold.release(stable, device);
    }

    /** Lets go of everything held, because there is no replica any more that it must wait for. */
    void releaseAll() {
        stable.reset(Long.MAX_VALUE);
        while (hold.heldPackets() > 0) {
            hold.release(stable, device);
        }
    }

    /** Last burst begun, which is appended to the log when it ends. */
    public long loggedBurst() {
        return burst;
    }

    /** Last burst appended to the log; any thread may ask. */
    long appendedBurst() {
        return appended.getAcquire();
    }

    public HoldQueue hold() {
        return hold;
    }

    public LogWriter log() {
        return log;
    }
}
