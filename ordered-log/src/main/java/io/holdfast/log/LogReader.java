package io.holdfast.log;

import org.agrona.DirectBuffer;

/**
 * Takes the records of one worker's log stream in order, and refuses what does not belong there.
 *
 * <p>A record of another view, incarnation, epoch or worker, or out of sequence, is counted and ignored: a late
 * message of an earlier master must not be taken for the present one's. Bursts that changed nothing leave no record, so
 * each record names the one before it. Called by the thread that stores.
 */
public final class LogReader implements MessageHandler {
    /** Takes what the reader accepts. */
    public interface Sink {
        /** Whether another record of this length could be stored. */
        boolean hasRoom();

        /** Stores a record; the buffer's bytes are valid only during the call. */
        void onRecord(RecordView record, DirectBuffer buffer, int offset, int lengthBytes);
    }

    private final MessageReader stream;
    private final Sink sink;
    private final int worker;
    private final RecordView record = new RecordView();
    private long view;
    private long incarnation;
    private int epoch;
    private long storedBurst;
    private long invalidCount;
    private long strayCount;

    public LogReader(final MessageReader stream, final int worker, final Sink sink) {
        this.stream = stream;
        this.worker = worker;
        this.sink = sink;
    }

    /** From now on takes the records of this view, master and epoch, beginning with burst 1. */
    public void follow(final long newView, final long newIncarnation, final int newEpoch) {
        view = newView;
        incarnation = newIncarnation;
        epoch = newEpoch;
        storedBurst = 0;
    }

    /** Polls the stream as far as the store has room; returns the work done. */
    public int poll(final int limit) {
        int work = 0;
        while (work < limit && sink.hasRoom()) {
            if (stream.poll(this, 1) == 0) {
                break;
            }
            work++;
        }
        return work;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (!record.wrap(buffer, offset, lengthBytes)) {
            invalidCount++;
        } else if (!isNext()) {
            strayCount++;
        } else {
            sink.onRecord(record, buffer, offset, lengthBytes);
            storedBurst = record.burst();
        }
    }

    private boolean isNext() {
        return record.view() == view
                && record.incarnation() == incarnation
                && record.epoch() == epoch
                && record.worker() == worker
                && record.previousBurst() == storedBurst
                && record.burst() > storedBurst;
    }

    /** Last burst stored, 0 at the start of an epoch. */
    public long storedBurst() {
        return storedBurst;
    }

    /** Messages that were no records. */
    public long invalidCount() {
        return invalidCount;
    }

    /** Well-formed records of somebody or something else. */
    public long strayCount() {
        return strayCount;
    }
}
