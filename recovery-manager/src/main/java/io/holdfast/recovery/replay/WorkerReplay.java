package io.holdfast.recovery.replay;

import io.holdfast.log.MessageHandler;
import io.holdfast.log.RecordView;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.release.PacketSink;
import org.agrona.DirectBuffer;

/**
 * Replays one of several workers, from its first record until it is live.
 *
 * <pre>
 *   REPLAYING ── a record, or the stream's sealed end, meets the line ──► (all workers stand there) ──► LIVE
 *                                                                                                     │
 *   in the middle of a burst: it goes on live, and its outputs are sent ──────────────────────────────┤
 *   records beyond the line: run again live, in order (whole packets), or dropped (headers only) ─────┤
 *   stream at its end: DONE, the worker may take new packets ─────────────────────────────────────────┘
 * </pre>
 *
 * <p>Nothing of a burst that the line cuts, or of one beyond it, has left the old master: its outputs' vector names a
 * record that was never stored. So sending is no repetition. What was replayed whole may have left; with {@code
 * takeover.resend: on} it is sent again unless the master has said that it did ({@link UnreleasedOutputs}).
 *
 * <p>Every worker's replay has a thread of its own, which waits inside bursts: called by that thread.
 */
public class WorkerReplay {
    private final WorkerRuntime runtime;
    private final RecordStore store;
    private final ReplayingAccess access;
    private final AccessRing ring;
    private final ReplayOrder order;
    private final PacketSink live;
    private final boolean keepsWholePackets;
    private final UnreleasedOutputs unreleased;
    private final int worker;
    private final PacketPool pool;
    private final ReplayOutput output = new ReplayOutput();
    private final PacketBatch batch = new PacketBatch();
    private final RecordView record = new RecordView();
    private final MessageHandler onRecord = this::onRecord;
    private volatile long replayedBurst;
    private volatile boolean isDone;
    private long rerunCount;
    private long lostCount;
    private long noBufferCount;
    private long packetCount;

    /**
     * Makes the replay of a worker; its graph's outputs go to it from now on.
     *
     * @param live where outputs go when the worker is live
     * @param keepsWholePackets whether the log has all bytes of packets ({@code capture: full})
     */
    public WorkerReplay(
            final WorkerRuntime runtime,
            final RecordStore store,
            final ReplayingAccess access,
            final ReplayOrder order,
            final PacketSink live,
            final boolean keepsWholePackets) {
        this(runtime, store, access, order, live, keepsWholePackets, UnreleasedOutputs.none());
    }

    /** The same; what the master may not have released is sent again when the worker goes live. */
    public WorkerReplay(
            final WorkerRuntime runtime,
            final RecordStore store,
            final ReplayingAccess access,
            final ReplayOrder order,
            final PacketSink live,
            final boolean keepsWholePackets,
            final UnreleasedOutputs unreleased) {
        this.unreleased = unreleased;
        this.runtime = runtime;
        this.store = store;
        this.access = access;
        this.order = order;
        this.live = live;
        this.keepsWholePackets = keepsWholePackets;
        worker = runtime.worker();
        pool = runtime.pool();
        ring = order.ring(worker);
        runtime.sink(output);
    }

    /**
     * Replays some of what is stored; waits for other workers inside a burst, and at the line.
     *
     * <p>If this node does not do what the log says, that is {@link ReplayOrder#divergence()}.
     *
     * @return records done
     */
    public int doWork(final int limit) {
        if (order.isAbandoned()) {
            access.tryGoLive();
            return 0;
        }
        // Asked first: what is stored before the seal is then seen.
        final boolean isSealed = order.isSealed();
        final int done = store.read(onRecord, limit);
        if (done == 0) {
            // A heartbeat may have told of it.
            unreleased.forgetReleased();
        }
        if (done == 0 && isSealed && !isDone && store.isEmpty() && access.tryGoLive()) {
            finish();
        }
        return done;
    }

    private void onRecord(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (order.isAbandoned()) {
            return;
        }
        record.wrapAccepted(buffer, offset);
        if (record.isPositionOnly()) {
            runtime.clock().advanceTo(record.timeNs());
            replayedBurst = record.burst();
        } else if (access.isLive() || isBeyondLine()) {
            access.goLive();
            if (!order.isAbandoned()) {
                goOnLive();
                runBeyondLine(record);
            }
        } else {
            replay();
        }
    }

    /** Whether no access of the record at hand can be replayed, and so nothing of it has been begun. */
    private boolean isBeyondLine() {
        if (!order.isCut(worker)) {
            return false;
        }
        final long line = order.line(worker);
        final long cutBurst = ring.burst(line);
        final long next = ring.position();
        return record.burst() > cutBurst || record.burst() == cutBurst && next == line;
    }

    private void replay() {
        access.beginBurst(record.burst());
        output.beginBurst();
        takePackets(record);
        runtime.runBurst(record.timeNs(), record.inputPort(), batch);
        access.endBurst();
        replayedBurst = record.burst();
        if (access.isLive() && !order.isAbandoned()) {
            goOnLive();
            output.send(live);
            return;
        }
        if (order.isAbandoned()) {
            output.mute();
        } else {
            compare();
            keepOrMute();
        }
    }

    private void keepOrMute() {
        if (unreleased.keepsAny()) {
            unreleased.forgetReleased();
            output.keep(unreleased, record.burst());
        } else {
            output.mute();
        }
    }

    /** From here on outputs leave; first those up to the line of which nobody knows whether they have left. */
    private void goOnLive() {
        if (runtime.isSink(output)) {
            unreleased.sendAgain(live);
            runtime.sink(live);
        }
    }

    private void compare() {
        final String why = noBufferCount > 0 ? " (packet buffers ran out: raise 'packets')" : "";
        if (access.digest() != record.accessDigest()) {
            access.diverge("it touches other state than the master did" + why);
        } else if (output.digest() != record.digest()) {
            access.diverge("its outputs differ from the master's" + why);
        }
    }

    /** What becomes of a record that was never released, in its stream's order; a seam for fault tests. */
    void runBeyondLine(final RecordView beyond) {
        if (keepsWholePackets) {
            takePackets(beyond);
            runtime.runBurst(beyond.timeNs(), beyond.inputPort(), batch);
            rerunCount++;
        } else {
            lostCount++;
        }
        replayedBurst = beyond.burst();
    }

    private void takePackets(final RecordView from) {
        noBufferCount += from.takePackets(pool, batch);
        packetCount += batch.size();
    }

    /** The sealed stream is at its end, and the worker is live: it is ready. */
    void finish() {
        goOnLive();
        isDone = true;
    }

    /** Whether the worker is live and may take new packets; any thread may ask. */
    public boolean isDone() {
        return isDone;
    }

    /** Last burst replayed, run again or dropped; any thread may ask. */
    public long replayedBurst() {
        return replayedBurst;
    }

    /** Records beyond the line that were run again. */
    public long rerunCount() {
        return rerunCount;
    }

    /** Records beyond the line that were dropped, because the log has not all of their packets. */
    public long lostCount() {
        return lostCount;
    }

    /** Packets replayed, those of records beyond the line included. */
    public long packetCount() {
        return packetCount;
    }

    /** Packets that could not be replayed for want of a buffer: each is a divergence to come. */
    public long noBufferCount() {
        return noBufferCount;
    }

    /** What is kept for a take-over. */
    public UnreleasedOutputs unreleased() {
        return unreleased;
    }

    /** Outputs of bursts that put out more than replay keeps. */
    public long overflowCount() {
        return output.overflowCount();
    }
}
