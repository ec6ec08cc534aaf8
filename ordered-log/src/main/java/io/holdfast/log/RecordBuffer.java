package io.holdfast.log;

import io.holdfast.log.sbe.BurstRecordEncoder;
import io.holdfast.log.sbe.MessageHeaderEncoder;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The record of the burst at hand, put together while the burst runs.
 *
 * <pre>
 *  begin: header, fixed block, length of packets, then per packet
 *         +--------------+----------------+------------------+
 *         | u16 length   | u16 captured   | captured bytes   |
 *         +--------------+----------------+------------------+
 *  end:   accesses, digest; the record is then ready to be sent
 * </pre>
 *
 * <p>Packets are copied here as they were received, because elements change them in place. One per worker, used by
 * its thread.
 */
public final class RecordBuffer {
    /** Bytes before each packet's captured ones. */
    static final int PACKET_HEADER_BYTES = 4;

    /** Input port of a burst in which only timers fired. */
    public static final int NO_PORT = 65535;

    /** Input port of a record of no burst, which only says how far the worker has come. */
    static final int POSITION_ONLY = 65534;

    private static final int PACKETS_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH + BurstRecordEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BurstRecordEncoder encoder = new BurstRecordEncoder();
    private final UnsafeBuffer buffer;
    private final int captureBytes;
    private final int maxLengthBytes;
    private final int[] packetOffsets = new int[PacketBatch.BURST_PACKETS + 1];
    private int packetCount;
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
        this.captureBytes = captureBytes;
        maxLengthBytes = maxLengthBytes(captureBytes, accessBytes);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(maxLengthBytes));
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
                + PacketBatch.BURST_PACKETS * (PACKET_HEADER_BYTES + Math.min(captureBytes, 65535))
                + BurstRecordEncoder.accessesHeaderLength();
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
        final long base = buffer.addressOffset();
        int offset = packetOffsets[0];
        for (int i = 0; i < packetCount; i++) {
            batch.get(i).origin(BurstWrites.origin(newBurst, i));
            offset = capture(batch.get(i), base, offset);
            packetOffsets[i + 1] = offset;
        }
        lengthBytes = offset;
    }

    private void start(final long newBurst, final long timeNs, final int inputPort) {
        burst = newBurst;
        encoder.burst(newBurst).timeNs(timeNs).inputPort(inputPort);
        packetCount = 0;
        packetOffsets[0] = PACKETS_OFFSET + BurstRecordEncoder.packetsHeaderLength();
        lengthBytes = packetOffsets[0];
    }

    /** Makes the record of no burst, which says that all up to this one changed nothing that is not in a record. */
    public void position(final long newBurst, final long timeNs) {
        start(newBurst, timeNs, POSITION_ONLY);
        end(0, 0, AccessNotes.NONE);
    }

    /** Lets go of the packets that are not kept, before the record's end. */
    public void keep(final long kept) {
        int offset = packetOffsets[0];
        int count = 0;
        for (int i = 0; i < packetCount; i++) {
            if (BurstWrites.isKept(kept, i)) {
                final int length = packetOffsets[i + 1] - packetOffsets[i];
                if (offset != packetOffsets[i]) {
                    buffer.putBytes(offset, buffer, packetOffsets[i], length);
                }
                offset += length;
                count++;
            }
        }
        packetCount = count;
        lengthBytes = offset;
    }

    private int capture(final Packet packet, final long base, final int offset) {
        packet.limitKnown(captureBytes);
        final int captured = packet.knownLength();
        NativeMemory.putShort(base + offset, (short) packet.length());
        NativeMemory.putShort(base + offset + 2, (short) captured);
        HeaderCopy.copy(packet.address(), base + offset + PACKET_HEADER_BYTES, captured);
        return offset + PACKET_HEADER_BYTES + captured;
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
        encoder.digest(digest)
                .accessDigest(accessDigest)
                .released(released)
                .packetCount(packetCount)
                .previous(previousBurst);
        previousBurst = burst;
        buffer.putInt(PACKETS_OFFSET, lengthBytes - packetOffsets[0]);
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
