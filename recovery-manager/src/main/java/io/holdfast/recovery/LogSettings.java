package io.holdfast.recovery;

import io.holdfast.log.LogRecords;
import io.holdfast.log.RecordBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the log is kept.
 *
 * @param records which bursts and packets are kept
 * @param captureFull whether all of each packet is kept, and not only as many leading bytes as the graph reads
 * @param termBufferBytes of a log stream on its way
 * @param storeBytes of records that a replica keeps before they are replayed
 * @param holdPackets that a worker may hold
 * @param accessBytes of the accesses of one burst, on a node with several workers
 * @param disk where a replica also keeps the log ({@code durability: disk}); empty: in memory only
 */
public record LogSettings(
        LogRecords records,
        boolean captureFull,
        int termBufferBytes,
        int storeBytes,
        int holdPackets,
        int accessBytes,
        Optional<LogOnDisk> disk) {
    /** Settings of a log that is kept in memory. */
    public LogSettings(
            final LogRecords records,
            final boolean captureFull,
            final int termBufferBytes,
            final int storeBytes,
            final int holdPackets,
            final int accessBytes) {
        this(records, captureFull, termBufferBytes, storeBytes, holdPackets, accessBytes, Optional.empty());
    }

    /** Longest packet that {@code capture: full} keeps, in bytes. */
    public static final int FULL_CAPTURE_BYTES = 9216;

    private static final int RECORDS_PER_BUFFER = 8;
    private static final int RECORD_OVERHEAD_BYTES = 1024;

    public static final IntegerSetting TERM_BUFFER_BYTES = IntegerSetting.powerOfTwo(
            "log.termBufferBytes", 4 << 20, 64 << 10, 1 << 30, "bytes of a log stream's buffer");
    public static final IntegerSetting STORE_BYTES = IntegerSetting.powerOfTwo(
            "log.storeBytes", 32 << 20, 1 << 20, 1 << 30, "bytes of records that a replica keeps before replay");
    public static final IntegerSetting HOLD_PACKETS =
            IntegerSetting.powerOfTwo("hold.packets", 8192, 512, 1 << 20, "packets that a worker may hold");
    public static final IntegerSetting ACCESS_BYTES = IntegerSetting.of(
            "log.accessBytes",
            32 << 10,
            1 << 10,
            1 << 20,
            "bytes of the accesses that one burst may log, with several workers");

    /**
     * What keeps the longest record from the log's buffers; empty if nothing does.
     *
     * @param graphDepthBytes that the graph reads of a packet
     * @param workers of the node
     */
    public List<String> faults(final int graphDepthBytes, final int workers) {
        final int recordBytes =
                RecordBuffer.maxLengthBytes(captureBytes(graphDepthBytes), workers == 1 ? 0 : accessBytes);
        final List<String> faults = new ArrayList<>();
        requireRoom(TERM_BUFFER_BYTES.name(), termBufferBytes, recordBytes, faults);
        requireRoom(STORE_BYTES.name(), storeBytes, recordBytes, faults);
        return faults;
    }

    /** A stream and a ring take messages of at most an eighth of their length. */
    private static void requireRoom(
            final String name, final int lengthBytes, final int recordBytes, final List<String> faults) {
        final int neededBytes = Integer.highestOneBit(RECORDS_PER_BUFFER * (recordBytes + RECORD_OVERHEAD_BYTES)) << 1;
        if (lengthBytes < neededBytes) {
            faults.add(name + " must be at least " + neededBytes + ", for records of up to " + recordBytes
                    + " bytes (log.capture, log.accessBytes): " + lengthBytes);
        }
    }

    /** Leading bytes of each packet that are kept, for a graph that reads so many. */
    public int captureBytes(final int graphDepthBytes) {
        return captureFull ? FULL_CAPTURE_BYTES : Math.min(graphDepthBytes, FULL_CAPTURE_BYTES);
    }
}
