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

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BurstRecordEncoder encoder = new BurstRecordEncoder();
    private final UnsafeBuffer buffer;
    private final int captureBytes;
    private final int maxLengthBytes;
    private int lengthBytes;

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

    /** Says whose record this is; for all records until the next call. */
    public void identify(final long view, final long incarnation, final int epoch, final int worker) {
        encoder.view(view).incarnation(incarnation).epoch(epoch).worker(worker);
    }

    /** Begins a record and captures the packets; limits what is known of them to what is captured. */
    public void begin(final long burst, final long timeNs, final int inputPort, final PacketBatch batch) {
        encoder.burst(burst).timeNs(timeNs).inputPort(inputPort).packetCount(batch.size());
        final int packetsOffset = MessageHeaderEncoder.ENCODED_LENGTH + BurstRecordEncoder.BLOCK_LENGTH;
        final long base = buffer.addressOffset();
        int offset = packetsOffset + BurstRecordEncoder.packetsHeaderLength();
        for (int i = 0; i < batch.size(); i++) {
            offset = capture(batch.get(i), base, offset);
        }
        buffer.putInt(packetsOffset, offset - packetsOffset - BurstRecordEncoder.packetsHeaderLength());
        lengthBytes = offset;
    }

    private int capture(final Packet packet, final long base, final int offset) {
        packet.limitKnown(captureBytes);
        final int captured = packet.knownLength();
        NativeMemory.putShort(base + offset, (short) packet.length());
        NativeMemory.putShort(base + offset + 2, (short) captured);
        NativeMemory.copy(packet.address(), base + offset + PACKET_HEADER_BYTES, captured);
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
        encoder.digest(digest).accessDigest(accessDigest).released(released);
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
