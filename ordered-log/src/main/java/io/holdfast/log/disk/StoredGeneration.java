package io.holdfast.log.disk;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.holdfast.log.MessageHandler;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.AgentInvoker;

/**
 * A generation that lies on disk, to be read back.
 *
 * <p>A stream ends where its writer died: the archive cuts what was written in part, and checks each frame's CRC on the
 * way. Whether the snapshot is whole is said by its own digest, not here. Called by the node's thread.
 */
public final class StoredGeneration {
    private static final int READ_STREAM = 2000;
    private static final int READ_LIMIT = 64;

    private final AeronArchive archive;
    private final Generation generation;
    private final Map<Integer, Catalogue.Recording> streams;
    private final long timeoutNs;

    StoredGeneration(
            final AeronArchive archive,
            final Generation generation,
            final Map<Integer, Catalogue.Recording> streams,
            final long timeoutNs) {
        this.archive = archive;
        this.generation = generation;
        this.streams = Map.copyOf(streams);
        this.timeoutNs = timeoutNs;
    }

    public Generation generation() {
        return generation;
    }

    /** Hands over the snapshot's messages in order; returns how many there were. */
    public long readSnapshot(final MessageHandler handler) throws TimeoutException {
        return read(DiskLog.SNAPSHOT_STREAM, handler);
    }

    /** Hands over a worker's records in order; returns how many there were. */
    public long readRecords(final int worker, final MessageHandler handler) throws TimeoutException {
        return read(DiskLog.FIRST_RECORD_STREAM + worker, handler);
    }

    private long read(final int stream, final MessageHandler handler) throws TimeoutException {
        final Catalogue.Recording recording = streams.get(stream);
        final long end = archive.getStopPosition(recording.id()) == AeronArchive.NULL_POSITION
                ? archive.getRecordingPosition(recording.id())
                : archive.getStopPosition(recording.id());
        final long length = end - recording.startPosition();
        if (length == 0) {
            return 0;
        }
        try (Subscription replay =
                archive.replay(recording.id(), recording.startPosition(), length, "aeron:ipc", READ_STREAM)) {
            return drain(replay, handler, end);
        }
    }

    private long drain(final Subscription replay, final MessageHandler handler, final long end)
            throws TimeoutException {
        final long[] progress = new long[2];
        final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, header) -> {
            handler.onMessage(buffer, offset, length);
            progress[0]++;
        });
        final AgentInvoker invoker = archive.context().agentInvoker();
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (progress[1] < end) {
            invoker.invoke();
            final int fragments = replay.poll(
                    (buffer, offset, length, header) -> {
                        assembler.onFragment(buffer, offset, length, header);
                        progress[1] = header.position();
                    },
                    READ_LIMIT);
            if (fragments > 0) {
                deadlineNs = System.nanoTime() + timeoutNs;
            } else if (System.nanoTime() - deadlineNs > 0) {
                throw new TimeoutException("the log on disk stops at byte " + progress[1] + " of " + end
                        + " (a damaged file of the archive?)");
            } else {
                Thread.onSpinWait();
            }
        }
        return progress[0];
    }
}
