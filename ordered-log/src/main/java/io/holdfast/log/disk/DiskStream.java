package io.holdfast.log.disk;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.status.RecordingPos;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * One stream of messages on its way to the disk, which tells how far it has come there.
 *
 * <p>Each message has a number that its writer gives it, growing; {@link #durable} is the number of the last message
 * whose bytes the archive has forced to the medium. Called by one thread.
 */
final class DiskStream implements AutoCloseable {
    /** Messages that may be on their way; more than fit the term buffer of a stream of small records in practice. */
    private static final int MAX_PENDING = 1 << 15;

    private static final int MASK = MAX_PENDING - 1;
    private static final int ROTATION_TRIES = 3;

    private final ArchiveProcess process;
    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final long[] numbers = new long[MAX_PENDING];
    private final long[] ends = new long[MAX_PENDING];
    private int counterId;
    private long head;
    private long tail;
    private long durable;
    private long bytes;
    private boolean wasConnected;

    DiskStream(final ArchiveProcess process, final String channel, final int streamId) {
        this(process, process.client().addRecordedExclusivePublication(channel, streamId));
    }

    /** A stream whose recording the archive may not have begun yet. */
    DiskStream(final ArchiveProcess process, final ExclusivePublication publication) {
        this.process = process;
        this.publication = publication;
        counters = process.aeron().countersReader();
        counterId = findCounter();
    }

    private int findCounter() {
        return RecordingPos.findCounterIdBySession(counters, publication.sessionId(), ArchiveProcess.ARCHIVE_ID);
    }

    /**
     * Sends a message to the disk.
     *
     * @param number of the message, larger than that of the message before
     * @return false if nothing more may wait for the disk now: to be tried again
     */
    boolean write(final long number, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (tail - head == MAX_PENDING) {
            return false;
        }
        for (int i = 0; i < ROTATION_TRIES; i++) {
            final long position = publication.offer(buffer, offset, lengthBytes);
            if (position > 0) {
                numbers[(int) tail & MASK] = number;
                ends[(int) tail & MASK] = position;
                tail++;
                bytes = position;
                return true;
            }
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException(
                        "the log on disk cannot be continued: " + Publication.errorString(position));
            }
            if (position != Publication.ADMIN_ACTION) {
                return false;
            }
        }
        return false;
    }

    /** Looks how far the disk has come; returns the number of messages that have become durable. */
    int poll() {
        if (head == tail) {
            return 0;
        }
        if (counterId == CountersReader.NULL_COUNTER_ID) {
            counterId = findCounter();
            return 0;
        }
        final long recorded = counters.getCounterValue(counterId);
        int work = 0;
        while (head < tail && ends[(int) head & MASK] <= recorded) {
            durable = numbers[(int) head & MASK];
            head++;
            work++;
        }
        return work;
    }

    /** Number of the last message that is on the medium; 0 if none is. */
    long durable() {
        return durable;
    }

    /**
     * Whether the archive still takes it: false means that the disk failed. A recording that was begun just now may not
     * be connected yet; until it is, nothing can be written.
     */
    boolean isRecorded() {
        final boolean isConnected = publication.isConnected();
        wasConnected |= isConnected;
        return isConnected || !wasConnected;
    }

    /** Bytes sent so far, framing included. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        publication.close();
        process.doWork();
    }
}
