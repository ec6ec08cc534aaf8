package io.holdfast.recovery;

import io.holdfast.log.AccessNotes;
import io.holdfast.log.AccessView;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.LogReader;
import io.holdfast.log.MessageReader;
import io.holdfast.log.RecordBuffer;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.StoredStream;
import java.util.function.IntFunction;

/**
 * The log streams of all of the master's workers, as a replica stores and acknowledges them. What is stored is replayed
 * by {@link Replaying}.
 *
 * <p>Used by the node's thread.
 */
final class ReplicaLog {
    /** Room for so many of the largest records' accesses. */
    private static final int RECORDS_OF_ACCESSES = 4;

    /** Replay of so many takes some microseconds; a turn of a busy master logs more. */
    private static final int FEW_RECORDS = 4;

    private final NodeContext context;
    private final JoinAnswer answer;
    private final Durability durability;
    private final LogReader[] readers;
    private final StoredStream[] streams;
    private final AccessRing[] rings;
    private final long[] stored;
    private final long[] acknowledged;

    /** Follows the streams of an epoch, from its first burst on. */
    ReplicaLog(final NodeContext context, final JoinAnswer answer, final NodeGraphs graphs) {
        this(context, answer, graphs, context.durability(), context.transport()::logReader);
    }

    /** The same, with records from elsewhere. */
    ReplicaLog(
            final NodeContext context,
            final JoinAnswer answer,
            final NodeGraphs graphs,
            final Durability durability,
            final IntFunction<MessageReader> source) {
        this.durability = durability;
        this.context = context;
        this.answer = answer;
        final int workers = graphs.workers();
        readers = new LogReader[workers];
        streams = new StoredStream[workers];
        rings = new AccessRing[workers];
        stored = new long[workers];
        acknowledged = new long[workers];
        for (int worker = 0; worker < workers; worker++) {
            follow(worker, graphs, source.apply(worker));
        }
    }

    private void follow(final int worker, final NodeGraphs graphs, final MessageReader source) {
        final int workers = graphs.workers();
        final int accessBytes = graphs.accesses().accessBytes();
        rings[worker] = new AccessRing(worker, workers, ringAccesses(accessBytes));
        streams[worker] = new StoredStream(
                new RecordStore(
                        context.settings().log().storeBytes(),
                        RecordBuffer.maxLengthBytes(context.captureBytes(), accessBytes)),
                rings[worker],
                new AccessView(worker, workers, graphs.state().variableCount()),
                accessBytes);
        readers[worker] = new LogReader(source, worker, durability.behind(worker, streams[worker]));
        readers[worker].follow(answer.view(), answer.masterIncarnation(), answer.epoch());
    }

    private static int ringAccesses(final int accessBytes) {
        final int accesses = RECORDS_OF_ACCESSES * accessBytes / AccessNotes.MIN_ENTRY_BYTES;
        return Math.max(1, Integer.highestOneBit(Math.max(1, accesses - 1)) << 1);
    }

    int workers() {
        return readers.length;
    }

    AccessRing[] rings() {
        return rings;
    }

    RecordStore records(final int worker) {
        return streams[worker].records();
    }

    /**
     * Takes in what has come, of every stream as far as its store has room; returns the work done.
     *
     * @throws io.holdfast.recovery.replay.ReplayDivergence if a record's accesses are malformed
     */
    int store(final int limit) {
        int work = durability.doWork();
        for (final LogReader reader : readers) {
            work += reader.poll(limit);
        }
        return work;
    }

    /** The master has said, beside the log, up to which burst a worker's outputs have left. */
    void heardReleased(final int worker, final long burst) {
        streams[worker].heardReleased(burst);
    }

    /** The master let go of all before it handed over: there is nothing to send again. */
    void heardAllReleased() {
        for (final StoredStream stream : streams) {
            stream.heardReleased(Long.MAX_VALUE);
        }
    }

    /** Last burst of a worker of which the master has said so; any thread may ask. */
    long releasedBurst(final int worker) {
        return streams[worker].releasedBurst();
    }

    /** Tells the master what is stored and durable, if that is news. */
    void acknowledge() {
        boolean isNews = false;
        for (int worker = 0; worker < readers.length; worker++) {
            stored[worker] = safeBurst(worker);
            isNews |= stored[worker] > acknowledged[worker];
        }
        if (isNews && context.control().acknowledge(answer.view(), context.incarnation(), answer.epoch(), stored)) {
            System.arraycopy(stored, 0, acknowledged, 0, stored.length);
            context.transport().send();
        }
    }

    long storedBurst(final int worker) {
        return readers[worker].storedBurst();
    }

    /** Whether a stream takes no more before some of it has been replayed. */
    boolean isFull(final int worker) {
        return streams[worker].isFull();
    }

    /**
     * Whether so little waits for replay that who has just stored something may look for more first: the master's packets
     * wait for being stored, nobody's for being replayed.
     */
    boolean mayReplayLater() {
        for (int worker = 0; worker < streams.length; worker++) {
            if (records(worker).records() > FEW_RECORDS) {
                return false;
            }
        }
        return true;
    }

    /** Last burst that the master may rely on. */
    long safeBurst(final int worker) {
        return context.rules().mayAcknowledge(durability.safeBurst(worker, readers[worker].storedBurst()));
    }

    long acknowledgedBurst(final int worker) {
        return acknowledged[worker];
    }

    void describe(final StatusBuilder status) {
        long invalid = 0;
        long stray = 0;
        long bytes = 0;
        long records = 0;
        long full = 0;
        for (int worker = 0; worker < readers.length; worker++) {
            invalid += readers[worker].invalidCount();
            stray += readers[worker].strayCount();
            bytes += records(worker).sizeBytes();
            records += records(worker).records();
            full += records(worker).fullCount();
        }
        status.counter("log.invalid", invalid)
                .counter("log.stray", stray)
                .counter("store.bytes", bytes)
                .counter("store.records", records)
                .counter("store.full", full);
    }
}
