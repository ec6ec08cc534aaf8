package io.holdfast.log;

import io.holdfast.log.sbe.BurstRecordEncoder;
import io.holdfast.log.sbe.MessageHeaderEncoder;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The record of the burst at hand, put together while the burst runs.
 *
 * <pre>
 *  begin: the packets' captured bytes are copied aside
 *  end:   header, fixed block, length of packets, packets ({@link PacketEncoder}), accesses; ready to be sent
 * </pre>
 *
 * <p>Packets are copied aside as they were received, because elements change them in place. Most bursts leave no record,
 * or not of all their packets: so packets are encoded at the end, when it is known which. One per worker, used by its
 * thread.
 */
public final class RecordBuffer {
    /** Input port of a burst in which only timers fired. */
    public static final int NO_PORT = 65535;

    /** Input port of a record of no burst, which only says how far the worker has come. */
    static final int POSITION_ONLY = 65534;

    private static final int MAX_LENGTH = 0xffff;
    private static final int PACKETS_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH + BurstRecordEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BurstRecordEncoder encoder = new BurstRecordEncoder();
    private final UnsafeBuffer buffer;
    private final CaptureDepth depth;
    private final int maxLengthBytes;
    private final PacketEncoder packetEncoder = new PacketEncoder();
    private final UnsafeBuffer aside;
    private final int[] offsets = new int[PacketBatch.BURST_PACKETS + 1];
    private final int[] lengths = new int[PacketBatch.BURST_PACKETS];
    private int packetCount;
    private long kept;
    private int lengthBytes;
    private long burst;
    private long previousBurst;

    /**
     * Makes a buffer for bursts of one batch, without accesses: a node with one worker needs none.
     *
     * @param captureBytes leading bytes of each packet that are kept, at most 65535
     */
    public RecordBuffer(final int captureBytes) {
        this(captureBytes, 0);
    }

    /**
     * Makes a buffer for bursts of one batch.
     *
     * @param captureBytes leading bytes of each packet that are kept, at most 65535
     * @param accessBytes most bytes of a burst's accesses
     */
    public RecordBuffer(final int captureBytes, final int accessBytes) {
        this(CaptureDepth.ofBytes(captureBytes), accessBytes);
    }

    /**
     * Makes a buffer for bursts of one batch.
     *
     * @param depth how much of each packet is kept
     * @param accessBytes most bytes of a burst's accesses
     */
    public RecordBuffer(final CaptureDepth depth, final int accessBytes) {
        this.depth = depth;
        final int captureBytes = depth.mostBytes();
        maxLengthBytes = maxLengthBytes(captureBytes, accessBytes);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(maxLengthBytes + PacketEncoder.SLACK_BYTES));
        // The words of the packet before are read also where it has none.
        aside = new UnsafeBuffer(ByteBuffer.allocateDirect(
                PacketBatch.BURST_PACKETS * aligned(captured(captureBytes)) + PacketEncoder.MAX_WORDS * Long.BYTES));
        encoder.wrapAndApplyHeader(buffer, 0, header);
    }

    /** Longest record with this capture depth and this room for accesses, in bytes. */
    public static int maxLengthBytes(final int captureBytes, final int accessBytes) {
        return maxLengthBytes(captureBytes) + accessBytes;
    }

    /** Longest record with this capture depth, in bytes. */
    public static int maxLengthBytes(final int captureBytes) {
        return MessageHeaderEncoder.ENCODED_LENGTH
                + BurstRecordEncoder.BLOCK_LENGTH
                + BurstRecordEncoder.packetsHeaderLength()
                + PacketBatch.BURST_PACKETS * (PacketEncoder.MAX_HEADER_BYTES + captured(captureBytes))
                + BurstRecordEncoder.accessesHeaderLength();
    }

    private static int captured(final int captureBytes) {
        return Math.min(captureBytes, 65535);
    }

    private static int aligned(final int lengthBytes) {
        return BitUtil.align(lengthBytes, Long.BYTES);
    }

    /** Says whose records follow, from the first one of a log epoch on. */
    public void identify(final long view, final long incarnation, final int epoch, final int worker) {
        previousBurst = 0;
        encoder.view(view).incarnation(incarnation).epoch(epoch).worker(worker);
    }

    /** Begins a record and captures the packets; limits what is known of them to what is captured. */
    public void begin(final long newBurst, final long timeNs, final int inputPort, final PacketBatch batch) {
        start(newBurst, timeNs, inputPort);
        packetCount = batch.size();
        kept = BurstWrites.WHOLE;
        final long base = aside.addressOffset();
        int offset = 0;
        for (int i = 0; i < packetCount; i++) {
            final Packet packet = batch.get(i);
            packet.origin(BurstWrites.origin(newBurst, i));
            packet.limitKnown(depth.of(packet.address(), packet.length()));
            final int captured = packet.knownLength();
            HeaderCopy.copy(packet.address(), base + offset, captured);
            lengths[i] = captured << Short.SIZE | packet.length();
            offset += aligned(captured);
            offsets[i + 1] = offset;
        }
    }

    private void start(final long newBurst, final long timeNs, final int inputPort) {
        burst = newBurst;
        encoder.burst(newBurst).timeNs(timeNs).inputPort(inputPort);
        packetCount = 0;
    }

    /** Makes the record of no burst, which says that all up to this one changed nothing that is not in a record. */
    public void position(final long newBurst, final long timeNs) {
        start(newBurst, timeNs, POSITION_ONLY);
        end(0, 0, AccessNotes.NONE);
    }

    /** Says which packets are kept, before the record's end; all if this is not called. */
    public void keep(final long newKept) {
        kept = newKept;
    }

    private void encodePackets() {
        final long from = aside.addressOffset();
        final long begin = buffer.addressOffset() + PACKETS_OFFSET + BurstRecordEncoder.packetsHeaderLength();
        long out = begin;
        int count = 0;
        packetEncoder.begin();
        for (int i = 0; i < packetCount; i++) {
            if (BurstWrites.isKept(kept, i)) {
                out = packetEncoder.write(from + offsets[i], lengths[i] & MAX_LENGTH, lengths[i] >>> Short.SIZE, out);
                count++;
            }
        }
        final int bytes = (int) (out - begin);
        encoder.packetCount(count);
        buffer.putInt(PACKETS_OFFSET, bytes);
        lengthBytes = PACKETS_OFFSET + BurstRecordEncoder.packetsHeaderLength() + bytes;
    }

    /** Completes a record without accesses. */
    public void end(final long digest, final long released) {
        end(digest, released, AccessNotes.NONE);
    }

    /** Completes the record with the burst's accesses. */
    public void end(final long digest, final long released, final AccessNotes accesses) {
        end(digest, 0, released, accesses);
    }

    /**
     * Completes the record with the burst's accesses.
     *
     * @param digest of the outputs
     * @param accessDigest of the accesses that are not listed
     * @param released last burst of this worker whose outputs were let go
     */
    public void end(final long digest, final long accessDigest, final long released, final AccessNotes accesses) {
        encoder.digest(digest).accessDigest(accessDigest).released(released).previous(previousBurst);
        previousBurst = burst;
        encodePackets();
        buffer.putInt(lengthBytes, accesses.lengthBytes());
        lengthBytes += BurstRecordEncoder.accessesHeaderLength();
        accesses.copyTo(buffer, lengthBytes);
        lengthBytes += accesses.lengthBytes();
    }

    /** Longest record that this buffer can hold, in bytes. */
    public int maxLengthBytes() {
        return maxLengthBytes;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int lengthBytes() {
        return lengthBytes;
    }
}
