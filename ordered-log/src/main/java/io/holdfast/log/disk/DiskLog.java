package io.holdfast.log.disk;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;

/**
 * A replica's log on disk.
 *
 * <p>Theory of operation: what a replica needs to build a master's state is the snapshot with which a log epoch began,
 * and every worker's records since. The messages that bring them are recorded as they came, in a recording of their own
 * for the snapshot and for each worker, all named by the {@link Generation}. A record counts as stored (it may be
 * acknowledged, and what depends on it released) when the archive has forced its bytes to the medium. An older
 * generation is discarded only when the newer one's snapshot is whole and forced: at each instant one generation can be
 * read back.
 *
 * <pre>
 *   control ─► begin ─► snapshot … snapshotEnd ─┐ forced ─► discard older
 *   log w   ─► record, record …  ─► forced ─► durableBurst(w) ─► acknowledgement
 * </pre>
 *
 * <p>Called by the node's thread.
 */
public final class DiskLog implements AutoCloseable {
    static final int SNAPSHOT_STREAM = 1000;
    static final int FIRST_RECORD_STREAM = 1001;

    private final DiskSettings settings;
    private final ArchiveProcess process;
    private DiskStream[] records = {};
    private DiskStream snapshot;
    private Generation generation;
    private long snapshotMessages;
    private long snapshotEnd;
    private long fullCount;

    /**
     * Takes up what is on disk.
     *
     * @throws java.io.UncheckedIOException if the directory cannot be written
     * @throws IllegalStateException if another node uses it
     */
    public DiskLog(final DiskSettings settings, final ErrorHandler errorHandler) {
        this(settings, errorHandler, null);
    }

    /** With another way of waiting for work in the archive's thread (null: its own): a test lets the disk stand still. */
    public DiskLog(
            final DiskSettings settings, final ErrorHandler errorHandler, final Supplier<IdleStrategy> diskIdle) {
        this.settings = settings;
        process = new ArchiveProcess(settings, errorHandler, diskIdle);
    }

    /** The generation that can be read back: whole, and the newest of these. */
    public Optional<StoredGeneration> newest() {
        return catalogue().stream().reduce((older, newer) -> newer);
    }

    /** Generations that have all their recordings, oldest first. */
    public List<StoredGeneration> catalogue() {
        return new Catalogue(process.client(), settings.readTimeoutNs()).generations();
    }

    /** Begins a generation; the one before is ended, but stays on disk. Takes some milliseconds. */
    public void begin(final Generation what) {
        end();
        generation = what;
        snapshotMessages = 0;
        snapshotEnd = 0;
        snapshot = new DiskStream(process, channel(), SNAPSHOT_STREAM);
        records = new DiskStream[what.workers()];
        for (int i = 0; i < records.length; i++) {
            records[i] = new DiskStream(process, channel(), FIRST_RECORD_STREAM + i);
        }
    }

    private String channel() {
        return "aeron:ipc?alias=" + generation.text() + "|term-length=" + settings.termBufferBytes();
    }

    /** Stores a message of the snapshot; returns false if the disk is behind, to be tried again. */
    public boolean snapshot(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (!snapshot.write(snapshotMessages + 1, buffer, offset, lengthBytes)) {
            fullCount++;
            return false;
        }
        snapshotMessages++;
        return true;
    }

    /** The snapshot's last message was the last that was stored. */
    public void snapshotEnds() {
        snapshotEnd = snapshotMessages;
    }

    /** Whether the whole snapshot is on the medium. */
    public boolean isSnapshotDurable() {
        return snapshotEnd > 0 && snapshot.durable() >= snapshotEnd;
    }

    /**
     * Stores a record.
     *
     * @param burst number of the record, growing within the generation
     * @return false if the disk is behind, to be tried again
     */
    public boolean record(
            final int worker, final long burst, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final boolean written = records[worker].write(burst, buffer, offset, lengthBytes);
        fullCount += written ? 0 : 1;
        return written;
    }

    /** Last burst of a worker whose record is on the medium, and all before it; 0 if none is. */
    public long durableBurst(final int worker) {
        return records[worker].durable();
    }

    /** Looks how far the disk has come; returns the work done. */
    public int doWork() {
        int work = process.doWork();
        if (generation != null) {
            work += snapshot.poll();
            for (final DiskStream stream : records) {
                work += stream.poll();
            }
        }
        return work;
    }

    /** Whether the disk takes what it is given; false for good once the archive has given up a recording. */
    public boolean isWorking() {
        boolean working = generation == null || snapshot.isRecorded();
        for (final DiskStream stream : records) {
            working &= stream.isRecorded();
        }
        return working;
    }

    /** Bytes of the running generation. */
    public long bytes() {
        long sum = snapshot == null ? 0 : snapshot.bytes();
        for (final DiskStream stream : records) {
            sum += stream.bytes();
        }
        return sum;
    }

    /** How often something could not be stored at once because the disk was behind. */
    public long fullCount() {
        return fullCount;
    }

    /** Deletes all but the running generation, whose snapshot must be durable. */
    public void discardOlder() {
        if (!isSnapshotDurable()) {
            throw new IllegalStateException("the older log may go only when the newer snapshot is on disk");
        }
        new Catalogue(process.client(), settings.readTimeoutNs()).purgeAllBut(generation);
    }

    /** Ends the running generation and deletes all: another node keeps what is newer. */
    public void discardAll() {
        end();
        new Catalogue(process.client(), settings.readTimeoutNs()).purgeAllBut(null);
    }

    /** Ends the running generation, which stays on disk. */
    public void end() {
        CloseHelper.closeAll(records);
        CloseHelper.close(snapshot);
        records = new DiskStream[0];
        snapshot = null;
        generation = null;
    }

    @Override
    public void close() {
        end();
        process.close();
    }
}
