package io.holdfast.recovery;

import io.holdfast.log.JoinAnswer;
import io.holdfast.log.LogReader;
import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.RecordView;
import io.holdfast.log.disk.DiskLog;
import io.holdfast.log.disk.DiskSettings;
import io.holdfast.log.disk.Generation;
import io.holdfast.log.disk.StoredGeneration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A record is stored when it is on the replica's disk ({@code durability: disk}).
 *
 * <p>Each message goes to memory first, for replay, and to the {@link DiskLog} then. One that the disk does not take at
 * once waits here, and nothing more is taken in from its stream meanwhile: the log stream fills up to the master, which
 * holds its packets and decides what to do with so slow a replica. A disk that fails is {@link #fault()}.
 */
final class DiskDurability implements Durability {
    private static final int LEAST_TERM_BYTES = 4 << 20;
    private static final int SEGMENT_BYTES = 64 << 20;

    private final NodeSettings settings;
    private final DiskFault testFault;
    private final NodeLog log;
    private final long limitBytes;
    private final DiskLog disk;
    private final long fingerprint;
    private final int captureBytes;
    private final AtomicReference<String> archiveFault = new AtomicReference<>();
    private Waiting[] waiting = {};
    private boolean keeps;
    private boolean isDiscarded;
    private boolean olderDiscarded;
    private String fault;
    private long discardedCount;

    /** A message that waits for the disk. */
    private final class Waiting {
        private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        private int lengthBytes;
        private long burst;

        boolean isEmpty() {
            return lengthBytes == 0;
        }

        void keep(final long newBurst, final DirectBuffer buffer, final int offset, final int length) {
            bytes.putBytes(0, buffer, offset, length);
            burst = newBurst;
            lengthBytes = length;
        }
    }

    private DiskDurability(
            final NodeSettings settings,
            final LogOnDisk where,
            final long fingerprint,
            final int captureBytes,
            final DiskFault testFault,
            final NodeLog log) {
        this.settings = settings;
        this.fingerprint = fingerprint;
        this.captureBytes = captureBytes;
        this.testFault = testFault;
        this.log = log;
        limitBytes = where.limitBytes();
        final int termBytes = Math.max(LEAST_TERM_BYTES, settings.log().termBufferBytes());
        final Path driver = settings.runtime().resolve("archive");
        disk = new DiskLog(
                new DiskSettings(
                        where.directory(),
                        driver,
                        termBytes,
                        Math.max(SEGMENT_BYTES, termBytes),
                        true,
                        TimeUnit.SECONDS.toNanos(10)),
                error -> archiveFault.compareAndSet(null, error.toString()),
                testFault.idle());
    }

    /** As the settings say; a directory that cannot be used ends the node. */
    static Durability of(
            final NodeSettings settings,
            final long fingerprint,
            final int captureBytes,
            final DiskFault testFault,
            final NodeLog log) {
        if (settings.log().disk().isEmpty()) {
            return MEMORY;
        }
        final LogOnDisk where = settings.log().disk().get();
        try {
            return new DiskDurability(settings, where, fingerprint, captureBytes, testFault, log);
        } catch (final RuntimeException e) {
            throw new NodeFailure(
                    "the log on disk cannot be opened (log.diskDirectory = " + where.directory() + "): "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public boolean isOnDisk() {
        return true;
    }

    @Override
    public void begin(final JoinAnswer answer) {
        fault = null;
        isDiscarded = false;
        olderDiscarded = false;
        final int workers = settings.workers();
        waiting = new Waiting[1 + workers];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = new Waiting();
        }
        keeps = true;
        guard(() -> {
            disk.begin(new Generation(answer.view(), answer.masterIncarnation(), answer.epoch(), workers, fingerprint));
            final DirectBuffer head =
                    new GenerationHead(answer.randomSeed(), captureBytes, settings.accessBytes()).encode();
            return disk.snapshot(head, 0, head.capacity());
        });
    }

    /** A failed disk is this replica's end, but not in the middle of a message. */
    private boolean guard(final BooleanSupplier action) {
        if (!keeps || fault != null) {
            return true;
        }
        try {
            return action.getAsBoolean();
        } catch (final RuntimeException e) {
            fault = "the log on disk failed: " + e.getMessage()
                    + (archiveFault.get() == null ? "" : " (" + archiveFault.get() + ")");
            return true;
        }
    }

    @Override
    public LogReader.Sink behind(final int worker, final LogReader.Sink sink) {
        return new KeepingSink(worker, sink);
    }

    @Override
    public MessageReader beside(final MessageReader snapshot) {
        return new KeepingReader(snapshot);
    }

    private boolean write(
            final int stream, final long burst, final DirectBuffer buffer, final int offset, final int n) {
        return guard(() ->
                stream == 0 ? disk.snapshot(buffer, offset, n) : disk.record(stream - 1, burst, buffer, offset, n));
    }

    private void keep(final int stream, final long burst, final DirectBuffer buffer, final int offset, final int n) {
        if (!write(stream, burst, buffer, offset, n)) {
            waiting[stream].keep(burst, buffer, offset, n);
        }
    }

    private boolean mayTake(final int stream) {
        return !keeps || waiting[stream].isEmpty();
    }

    @Override
    public void snapshotEnds() {
        guard(() -> {
            disk.snapshotEnds();
            return true;
        });
    }

    @Override
    public boolean isSnapshotSafe() {
        return testFault.acknowledgesEarly() || disk.isSnapshotDurable();
    }

    @Override
    public long safeBurst(final int worker, final long storedBurst) {
        if (testFault.acknowledgesEarly()) {
            return storedBurst;
        }
        // Records without the snapshot that they change are of no use.
        return disk.isSnapshotDurable() ? Math.min(storedBurst, disk.durableBurst(worker)) : 0;
    }

    @Override
    public int doWork() {
        if (!keeps || fault != null) {
            return 0;
        }
        final int[] work = new int[1];
        guard(() -> {
            work[0] = disk.doWork();
            if (!disk.isWorking()) {
                throw new IllegalStateException("the archive has given up a recording");
            }
            return true;
        });
        for (int stream = 0; stream < waiting.length; stream++) {
            final Waiting message = waiting[stream];
            if (!message.isEmpty() && write(stream, message.burst, message.bytes, 0, message.lengthBytes)) {
                message.lengthBytes = 0;
                work[0]++;
            }
        }
        if (!olderDiscarded && fault == null && disk.isSnapshotDurable()) {
            olderDiscarded = true;
            purge(disk::discardOlder);
        }
        return work[0];
    }

    /** What cannot be deleted now is deleted with the next generation; until then it only takes room. */
    private void purge(final Runnable action) {
        try {
            action.run();
            discardedCount++;
        } catch (final RuntimeException e) {
            log.event("an older log on disk could not be deleted yet: " + e.getMessage());
        }
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public boolean isFull() {
        return keeps && disk.bytes() > limitBytes;
    }

    @Override
    public void stop() {
        keeps = false;
    }

    @Override
    public void end() {
        keeps = false;
        try {
            disk.end();
        } catch (final RuntimeException e) {
            log.event("the log on disk could not be ended well: " + e.getMessage());
        }
    }

    @Override
    public void discard() {
        keeps = false;
        if (!isDiscarded) {
            isDiscarded = true;
            purge(disk::discardAll);
        }
    }

    @Override
    public List<StoredGeneration> stored() {
        try {
            return disk.catalogue();
        } catch (final RuntimeException e) {
            throw new NodeFailure("the log on disk cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.counter("disk.bytes", disk.bytes())
                .counter("disk.full", disk.fullCount())
                .counter("disk.discarded", discardedCount);
    }

    @Override
    public void close() {
        disk.close();
    }

    /** Stores in memory, then on disk. */
    private final class KeepingSink implements LogReader.Sink {
        private final int stream;
        private final LogReader.Sink memory;

        private KeepingSink(final int worker, final LogReader.Sink memory) {
            stream = 1 + worker;
            this.memory = memory;
        }

        @Override
        public boolean hasRoom() {
            return mayTake(stream) && memory.hasRoom();
        }

        @Override
        public void onRecord(
                final RecordView record, final DirectBuffer buffer, final int offset, final int lengthBytes) {
            memory.onRecord(record, buffer, offset, lengthBytes);
            keep(stream, record.burst(), buffer, offset, lengthBytes);
        }
    }

    /** Hands on, and stores what it handed on. */
    private final class KeepingReader implements MessageReader {
        private final MessageReader source;

        private KeepingReader(final MessageReader source) {
            this.source = source;
        }

        @Override
        public int poll(final MessageHandler handler, final int limit) {
            int work = 0;
            while (work < limit && mayTake(0)) {
                final int taken = source.poll(
                        (buffer, offset, lengthBytes) -> {
                            handler.onMessage(buffer, offset, lengthBytes);
                            keep(0, 0, buffer, offset, lengthBytes);
                        },
                        1);
                if (taken == 0) {
                    break;
                }
                work += taken;
            }
            return work;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
