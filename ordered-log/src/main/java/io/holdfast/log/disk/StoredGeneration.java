package io.holdfast.log.disk;

import io.aeron.archive.client.AeronArchive;
import io.holdfast.log.MessageHandler;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * A generation that lies on disk, to be read back.
 *
 * <p>A stream ends where its writer died: the archive cuts what was written in part, and checks each frame's CRC on the
 * way. Whether the snapshot is whole is said by its own digest, not here. Called by the node's thread.
 */
public final class StoredGeneration {
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

    /** Opens the snapshot's messages, to be taken one by one. */
    public StoredMessages openSnapshot() {
        return open(DiskLog.SNAPSHOT_STREAM);
    }

    /** Opens a worker's records, to be taken one by one. */
    public StoredMessages openRecords(final int worker) {
        return open(DiskLog.FIRST_RECORD_STREAM + worker);
    }

    private StoredMessages open(final int stream) {
        final Catalogue.Recording recording = streams.get(stream);
        return new StoredMessages(archive, recording.id(), recording.startPosition(), timeoutNs);
    }

    private long read(final int stream, final MessageHandler handler) throws TimeoutException {
        final long[] count = new long[1];
        try (StoredMessages messages = open(stream)) {
            while (!messages.isAtEnd()) {
                messages.poll(
                        (buffer, offset, length) -> {
                            handler.onMessage(buffer, offset, length);
                            count[0]++;
                        },
                        READ_LIMIT);
                if (messages.isLate()) {
                    throw new TimeoutException(messages.lateness());
                }
            }
        }
        return count[0];
    }
}
