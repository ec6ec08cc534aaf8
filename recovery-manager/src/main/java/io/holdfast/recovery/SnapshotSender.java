package io.holdfast.recovery;

import io.holdfast.log.Digest;
import io.holdfast.log.SnapshotEnd;
import io.holdfast.log.SnapshotWriter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.recovery.order.StateWatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * Sends the state as it was at the mark, while the worker goes on changing it.
 *
 * <p><b>Theory of operation.</b> At the mark nothing is copied: from then on, a piece of state that is about to change
 * for the first time, and has not been sent yet, is copied aside; {@link StateWatch} is how containers tell. Turn by
 * turn the pieces are sent in their order, from aside if there is a copy, else from where they live. So the pause of the
 * mark is that of a few assignments however large the state is; the price is that the first change of a piece costs a
 * copy of it. Memory aside is bounded by the state's size; it is made ready before the mark.
 *
 * <pre>
 *            next
 *   sent     │  kept aside      unchanged since the mark: sent from where it lives
 *  ──────────┼──┬─────────┬─────────────────────────────
 *   changes  │  └─ sent from the copy
 *   as it likes
 * </pre>
 *
 * <p>Several workers mark at a burst boundary that they have in common. Then each piece is copied aside by whoever
 * comes to it first: a worker that is about to change it, or the sender, which reads no memory that may change under its
 * hands. Who comes second while the copy is made waits for it, which takes microseconds.
 *
 * <pre>
 *   AS_MARKED ── first to come ──► COPYING ──► KEPT (there is a copy, or the piece has been sent)
 * </pre>
 *
 * <p>Used by the node's thread, except for what {@link StateWatch} says.
 */
final class SnapshotSender implements StateWatch {
    /** Bytes of state looked at in one turn, at most: zeros cost looking, but no sending. */
    private static final long TURN_LOOK_BYTES = 256 << 10;

    /** Bytes of state sent in one turn, at most. */
    private static final long TURN_SEND_BYTES = 32 << 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long NONE = 0;
    private static final int AS_MARKED = 0;
    private static final int COPYING = 1;
    private static final int KEPT = 2;

    private final StatePieces pieces;
    private final SnapshotWriter stream;
    private final Circumstances circumstances;
    private final AsideMemory memory;
    private final long[] aside;
    /** What became of a piece; KEPT releases its place aside. */
    private final AtomicIntegerArray fates;

    private final AtomicLong asideBytes = new AtomicLong();
    private final AtomicLong asideNs = new AtomicLong();
    private final AtomicLong asideCpuNs = new AtomicLong();
    private final Digest digest = new Digest();
    private boolean isDigestWhole;
    private long digestOfAll;
    private int nextPiece;
    private long nextOffset;
    private long markTimeNs;
    private boolean complete;
    private long sentBytes;

    /**
     * Under which a snapshot is sent.
     *
     * @param fault {@link SnapshotFault#NONE}
     * @param clock for what copies take
     * @param isShared whether workers change the state on other threads than the sender's
     */
    record Circumstances(SnapshotFault fault, NanoClock clock, boolean isShared) {}

    SnapshotSender(final StatePieces pieces, final SnapshotWriter stream, final Circumstances circumstances) {
        this.pieces = pieces;
        this.stream = stream;
        this.circumstances = circumstances;
        memory = new AsideMemory(pieces);
        aside = new long[pieces.count()];
        fates = new AtomicIntegerArray(pieces.count());
    }

    /** Takes some of the memory that copies need; before the mark, until it returns false. */
    boolean prepare() {
        return memory.prepare();
    }

    /**
     * What is sent is the state as it is now; changes are to be told from here on.
     *
     * @param timeNs logged time
     */
    void mark(final long timeNs) {
        markTimeNs = timeNs;
    }

    @Override
    public void beforeWrite(final int variable) {
        if (fates.getAcquire(variable) != KEPT) {
            keepBeforeChange(variable);
        }
    }

    @Override
    public void beforeLocalChange(final int local) {
        beforeWrite(pieces.ofLocal(local));
    }

    private void keepBeforeChange(final int piece) {
        final long startNs = circumstances.clock().nanoTime();
        final long startCpuNs = THREADS.getCurrentThreadCpuTime();
        if (!keep(piece)) {
            while (fates.getAcquire(piece) != KEPT) {
                Thread.yield();
            }
        }
        asideCpuNs.addAndGet(THREADS.getCurrentThreadCpuTime() - startCpuNs);
        asideNs.addAndGet(circumstances.clock().nanoTime() - startNs);
    }

    /** Copies a piece aside, unless somebody else has begun to. */
    private boolean keep(final int piece) {
        if (!fates.compareAndSet(piece, AS_MARKED, COPYING)) {
            return false;
        }
        if (!circumstances.fault().loses(piece)) {
            final long length = pieces.lengthBytes(piece);
            final long place = memory.take(length);
            NativeMemory.copy(pieces.address(piece), place, length);
            aside[piece] = place;
            asideBytes.addAndGet(length);
        }
        // Publishes the copy to the sender.
        fates.setRelease(piece, KEPT);
        return true;
    }

    /** Whether the piece's memory, or its copy, stands still; makes a copy where that is needed. */
    private boolean standsStill(final int piece) {
        if (circumstances.isShared()) {
            keep(piece);
            return fates.getAcquire(piece) == KEPT;
        }
        return true;
    }

    /** Sends as much as one turn may; returns the work done. */
    int send() {
        long looked = 0;
        long sent = 0;
        int work = 0;
        while (!complete && looked < TURN_LOOK_BYTES && sent < TURN_SEND_BYTES && stream.isReady()) {
            final long before = sentBytes;
            final long length = nextPiece == pieces.count() ? sendEnd() : standsStill(nextPiece) ? sendPart() : -1;
            if (length < 0) {
                break;
            }
            looked += length;
            sent += sentBytes - before;
            work++;
        }
        return work;
    }

    private long sendEnd() {
        if (!isDigestWhole) {
            isDigestWhole = true;
            digestOfAll = SnapshotDigest.value(digest, markTimeNs);
        }
        complete = stream.end(new SnapshotEnd(pieces.count(), pieces.totalBytes(), markTimeNs, digestOfAll));
        return complete ? 0 : -1;
    }

    /** Sends the next part; returns its length, -1 if it was not sent. */
    private long sendPart() {
        final int piece = nextPiece;
        final long address = (aside[piece] == NONE ? pieces.address(piece) : aside[piece]) + nextOffset;
        final long left = pieces.lengthBytes(piece) - nextOffset;
        final long zeros = zeros(address, Math.min(left, TURN_LOOK_BYTES));
        final boolean isZeros = zeros >= SnapshotWriter.MAX_DATA_BYTES || zeros == left;
        final long length = isZeros ? zeros : Math.min(left, SnapshotWriter.MAX_DATA_BYTES);
        final boolean isSent = isZeros
                ? stream.zeros(piece, nextOffset, length)
                : stream.chunk(piece, nextOffset, address, (int) length);
        if (!isSent) {
            return -1;
        }
        SnapshotDigest.add(digest, piece, nextOffset, address, isZeros ? 0 : (int) length, isZeros ? length : 0);
        sentBytes += isZeros ? 0 : length;
        nextOffset += length;
        if (nextOffset == pieces.lengthBytes(piece)) {
            fates.setRelease(piece, KEPT);
            nextPiece++;
            nextOffset = 0;
        }
        return length;
    }

    /** Leading zeros, as far as a limit. */
    private static long zeros(final long address, final long limit) {
        long count = 0;
        while (count + Long.BYTES <= limit && NativeMemory.getLong(address + count) == 0) {
            count += Long.BYTES;
        }
        while (count < limit && NativeMemory.getByte(address + count) == 0) {
            count++;
        }
        return count;
    }

    /** Whether all has been sent. */
    boolean isComplete() {
        return complete;
    }

    /** Bytes of state in all, zeros included. */
    long stateBytes() {
        return pieces.totalBytes();
    }

    /** Bytes of state on their way or there, zeros left out. */
    long sentBytes() {
        return sentBytes;
    }

    /** Bytes copied because they were about to change. */
    long asideBytes() {
        return asideBytes.get();
    }

    /** Time that copies have taken since the last call. */
    long takeAsideNs() {
        return asideNs.getAndSet(0);
    }

    /** Processor time of them since the last call. */
    long takeAsideCpuNs() {
        return asideCpuNs.getAndSet(0);
    }

    /** Gives back some of the memory; at the end, until it returns false. */
    boolean release() {
        return memory.release();
    }
}
