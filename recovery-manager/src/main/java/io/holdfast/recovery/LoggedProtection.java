package io.holdfast.recovery;

import io.holdfast.log.BurstWrites;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LogWriter;
import io.holdfast.log.OutputDigest;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.packet.PacketBatch;
import io.holdfast.recovery.order.LoggedAccess;
import io.holdfast.release.HeldOutputs;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.PacketSink;
import io.holdfast.release.ReleaseGate;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs bursts, and holds their outputs until what they depend on is stable.
 *
 * <p>While a replica is joining, bursts are logged and outputs leave at once: it does not protect them yet. From
 * {@link #holdOutputs()} on it does.
 *
 * <p>The burst's outputs are held under the worker's release vector as it is at the burst's end: a burst that changed
 * no state waits only for what it read, which is stable long ago as a rule.
 *
 * <p>With {@link LogRecords#CHANGES} such a burst leaves no record. Its number is skipped; but as another worker's write
 * may have noted that this one read before it, the log is told now and then how far the worker has come.
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
    private final Policy policy;
    private ReleaseGate gate = ReleaseGate.OPEN;
    private final OutputDigest digest = new OutputDigest();
    private final HeldOutputs intoDigest;
    private final HeldOutputs lookedAt;
    private final HeldOutputs keptIntoDigest;
    private final AtomicLong appended = new AtomicLong();
    private boolean holds = true;
    private long burst;
    private long timeNs;
    private int digestedBatches;
    private int outputsLookedAt;
    private long kept;
    private int turnsUntold;
    private boolean isBetweenBursts = true;
    private long recordCount;
    private long recordBytes;
    private long skippedBurstCount;

    /**
     * What is logged.
     *
     * @param records which bursts and packets
     * @param positionTurns after so many turns, or bursts, the log is told how far the worker has come without a record
     */
    public record Policy(LogRecords records, int positionTurns) {
        /** For fault tests: the log is never told. */
        public static final int NEVER = Integer.MAX_VALUE;

        /** Some thousands of messages a second, however idle the worker: replay of the others may wait for them. */
        private static final int POSITION_TURNS = 1024;

        /** Nobody's replay waits for the only worker: what it costs to tell is all that counts. */
        private static final int SOLE_POSITION_TURNS = 16 * POSITION_TURNS;

        /** For one of several workers. */
        public static Policy of(final LogRecords records) {
            return new Policy(records, POSITION_TURNS);
        }

        /** For one of so many workers. */
        public static Policy of(final LogRecords records, final int workers) {
            return new Policy(records, workers == 1 ? SOLE_POSITION_TURNS : POSITION_TURNS);
        }
    }

    /**
     * Makes the protection of one worker, at the start of a log epoch.
     *
     * @param record that the log writes
     * @param access of the worker, which says what its outputs depend on
     * @param device where outputs go when they are let go
     * @param policy what is logged
     */
    public LoggedProtection(
            final RecordBuffer record,
            final LogWriter log,
            final HoldQueue hold,
            final LoggedAccess access,
            final StablePositions stable,
            final PacketSink device,
            final Policy policy) {
        this.record = record;
        this.log = log;
        this.hold = hold;
        this.access = access;
        this.stable = stable;
        this.device = device;
        this.policy = policy;
        intoDigest = (port, packet, actor) -> digest.add(port, packet, access.writes(), actor);
        lookedAt = (port, packet, actor) -> digest.lookAt(packet, access.writes(), actor, outputsLookedAt++);
        keptIntoDigest = (port, packet, actor) -> digest.addIfKept(port, packet, access.writes(), actor, kept);
    }

    @Override
    public boolean mayReceive() {
        // The log first: what is held may wait for the very record that is still to be sent.
        return log.isReady() && hold.hasRoom(Math.min(BURST_OUTPUT_PACKETS, hold.capacityPackets()));
    }

    @Override
    public void beginBurst(final long newTimeNs, final int port, final PacketBatch batch) {
        burst++;
        timeNs = newTimeNs;
        isBetweenBursts = false;
        access.beginBurst(burst);
        digest.reset();
        // What has been put out since the last burst, an announcement, is no part of this one.
        digestedBatches = hold.burstBatches();
        record.begin(burst, timeNs, port, batch);
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        if (holds && hold.hasRoom(batch.size())) {
            hold.add(port, batch, access.writes().actor());
        } else {
            transmitDigested(port, batch);
        }
    }

    /** Packets that leave, or are dropped, before it is known whether a record is to be made. */
    private void transmitDigested(final int port, final PacketBatch batch) {
        digestHeld();
        for (int i = 0; i < batch.size(); i++) {
            digest.add(port, batch.get(i), access.writes());
        }
        if (holds) {
            hold.add(port, batch, access.writes().actor());
            digestedBatches = hold.burstBatches();
        } else {
            device.transmit(port, batch);
        }
    }

    /** Digests the outputs of this burst that are held, and have not been yet. */
    private void digestHeld() {
        readHeld(intoDigest);
        digestedBatches = hold.burstBatches();
    }

    /** The same of those alone that the record tells, now that it is known which packets are kept. */
    private void digestKept() {
        outputsLookedAt = 0;
        readHeld(lookedAt);
        kept = access.writes().kept();
        readHeld(keptIntoDigest);
        digestedBatches = hold.burstBatches();
    }

    private void readHeld(final HeldOutputs reader) {
        final int held = hold.burstBatches();
        for (int i = digestedBatches; i < held; i++) {
            hold.readBatch(i, reader);
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

    /**
     * Outputs are digested only now, when it is known whether anybody wants to compare them. What need not wait leaves before
     * the next burst is received, while its bytes are still in the nearest cache.
     */
    @Override
    public void endBurst() {
        isBetweenBursts = true;
        if (policy.records() == LogRecords.ALL) {
            digestHeld();
            appendRecord(BurstWrites.WHOLE);
        } else if (access.writes().isAny()) {
            digestKept();
            appendRecord(kept);
        } else {
            skippedBurstCount++;
            // A turn may have several bursts.
            turnsUntold++;
        }
        hold.commit(burst, access.vector());
        releaseStable();
    }

    /** What of the burst changed nothing is left out: neither state nor any later output depends on it. */
    private void appendRecord(final long packets) {
        final long outputs = digest.value(packets);
        if (packets != BurstWrites.WHOLE) {
            record.keep(packets);
            access.notes().keep(packets);
        }
        record.end(outputs, access.digest(), hold.releasedBurst(), access.notes());
        recordCount++;
        recordBytes += record.lengthBytes();
        append();
    }

    private void append() {
        turnsUntold = 0;
        // Before the record can arrive anywhere, and its acknowledgement come back.
        appended.setRelease(burst);
        log.append();
    }

    /** Lets go of what has become stable, and now and then tells the log how far the worker has come. */
    @Override
    public int release() {
        if (burst > appended.getPlain() && ++turnsUntold >= policy.positionTurns()) {
            tellPosition();
        }
        return releaseStable();
    }

    private int releaseStable() {
        return hold.heldPackets() > 0 ? hold.release(stable, device, gate) : 0;
    }

    /** From now on packets leave only when this is open. */
    void gate(final ReleaseGate newGate) {
        gate = newGate;
    }

    private void tellPosition() {
        if (log.flush() && log.hasRoom()) {
            record.position(burst, timeNs);
            append();
        }
    }

    /** Between bursts: sends what waits to be sent; returns whether the log knows all that there is to know. */
    public boolean flush() {
        if (burst > appended.getPlain() && policy.positionTurns() != Policy.NEVER) {
            tellPosition();
        }
        return log.flush() && (burst == appended.getPlain() || policy.positionTurns() == Policy.NEVER);
    }

    /** Lets go of everything held, because there is no replica any more that it must wait for. */
    void releaseAll() {
        stable.reset(Long.MAX_VALUE);
        while (hold.heldPackets() > 0) {
            hold.release(stable, device);
        }
    }

    /** Last burst begun. */
    public long loggedBurst() {
        return burst;
    }

    /** Whether no burst has begun that has not ended. */
    public boolean isBetweenBursts() {
        return isBetweenBursts;
    }

    /** Bursts that left a record. */
    public long recordCount() {
        return recordCount;
    }

    /** Bytes of all records. */
    public long recordBytes() {
        return recordBytes;
    }

    /** Bursts that changed nothing, and left none. */
    public long skippedBurstCount() {
        return skippedBurstCount;
    }

    /** Last burst up to which the log tells of everything; any thread may ask. */
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
