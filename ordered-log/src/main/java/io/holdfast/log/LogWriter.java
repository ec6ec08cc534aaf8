package io.holdfast.log;

/**
 * Appends a worker's records to its log stream, one after the other, losing none.
 *
 * <p>At most one record waits: when the stream has no room the record at hand stays pending, and the worker begins no
 * burst before it is gone. Called by the worker's thread.
 */
public final class LogWriter implements AutoCloseable {
    private final MessageWriter stream;
    private final RecordBuffer record;
    private final int maxRecordBytes;
    private boolean pending;
    private long backPressureCount;

    public LogWriter(final MessageWriter stream, final RecordBuffer record, final int captureBytes) {
        this.stream = stream;
        this.record = record;
        this.maxRecordBytes = RecordBuffer.maxLengthBytes(captureBytes);
    }

    /** Writes records that may be as long as the buffer allows. */
    public LogWriter(final MessageWriter stream, final RecordBuffer record) {
        this.stream = stream;
        this.record = record;
        this.maxRecordBytes = record.maxLengthBytes();
    }

    /** Whether a burst may begin: no record waits, and the stream has room for the longest one. */
    public boolean isReady() {
        if (pending && !flush()) {
            return false;
        }
        if (stream.canWrite(maxRecordBytes)) {
            return true;
        }
        backPressureCount++;
        return false;
    }

    /** Whether a burst could begin, as far as can be told without a try to send the record that may wait. */
    public boolean hasRoom() {
        return !pending && stream.canWrite(maxRecordBytes);
    }

    /** Sends the record, now or as soon as there is room. */
    public void append() {
        assert !pending : "a record is still pending";
        pending = true;
        flush();
    }

    /** Tries to send the record that waits; returns whether none waits any more. */
    public boolean flush() {
        if (pending && stream.write(record.buffer(), 0, record.lengthBytes())) {
            pending = false;
        }
        return !pending;
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    /** How often a burst could not begin because the replica's window was full. */
    public long backPressureCount() {
        return backPressureCount;
    }

    @Override
    public void close() {
        stream.close();
    }
}
