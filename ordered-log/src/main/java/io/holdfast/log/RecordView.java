package io.holdfast.log;

import io.holdfast.log.sbe.BurstRecordDecoder;
import io.holdfast.log.sbe.MessageHeaderDecoder;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a burst's record in place.
 *
 * <p>{@link #wrap} checks every length once; what it accepts can be read without further checks. Reused for one
 * record after the other, by one thread.
 */
public final class RecordView {
    private static final int MASK = 0xff;
    private static final int PACKETS_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH + BurstRecordDecoder.BLOCK_LENGTH;

    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final BurstRecordDecoder decoder = new BurstRecordDecoder();
    /** The words of the packet at hand: what does not follow is the packet before's. */
    private final UnsafeBuffer header =
            new UnsafeBuffer(ByteBuffer.allocateDirect(PacketEncoder.MAX_WORDS * Long.BYTES));

    private DirectBuffer buffer;
    private int packetsOffset;
    private int packetsLength;
    private int accessesLength;

    /**
     * Points at a message.
     *
     * @return false if it is no well-formed record
     */
    public boolean wrap(final DirectBuffer source, final int offset, final int lengthBytes) {
        if (lengthBytes < PACKETS_OFFSET + 2 * Integer.BYTES) {
            return false;
        }
        messageHeader.wrap(source, offset);
        if (messageHeader.schemaId() != BurstRecordDecoder.SCHEMA_ID
                || messageHeader.templateId() != BurstRecordDecoder.TEMPLATE_ID
                || messageHeader.version() != BurstRecordDecoder.SCHEMA_VERSION
                || messageHeader.blockLength() != BurstRecordDecoder.BLOCK_LENGTH) {
            return false;
        }
        decoder.wrap(
                source,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                messageHeader.blockLength(),
                messageHeader.version());
        buffer = source;
        packetsOffset = offset + PACKETS_OFFSET + Integer.BYTES;
        packetsLength = source.getInt(offset + PACKETS_OFFSET);
        final int room = lengthBytes - PACKETS_OFFSET - 2 * Integer.BYTES;
        if (packetsLength < 0 || packetsLength > room) {
            return false;
        }
        accessesLength = source.getInt(packetsOffset + packetsLength);
        return accessesLength == room - packetsLength && packetsFit();
    }

    /** Points at a record that {@link #wrap} has accepted before, wherever it lay then: nothing is checked again. */
    public void wrapAccepted(final DirectBuffer source, final int offset) {
        decoder.wrap(
                source,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                BurstRecordDecoder.BLOCK_LENGTH,
                BurstRecordDecoder.SCHEMA_VERSION);
        buffer = source;
        packetsOffset = offset + PACKETS_OFFSET + Integer.BYTES;
        packetsLength = source.getInt(offset + PACKETS_OFFSET);
        accessesLength = source.getInt(packetsOffset + packetsLength);
    }

    /** Whether the packets are exactly as long as it says, and nothing is left out that the packet before has not. */
    private boolean packetsFit() {
        final int count = decoder.packetCount();
        int offset = 0;
        int captured = -1;
        int words = 0;
        for (int i = 0; i < count && offset < packetsLength; i++) {
            final int mask = Byte.toUnsignedInt(buffer.getByte(packetsOffset + offset));
            offset += PacketEncoder.MASK_BYTES;
            final int wordsBefore = words;
            if ((mask & PacketEncoder.LENGTHS) != 0) {
                captured = captured(offset);
                offset += PacketEncoder.LENGTHS_BYTES;
            }
            if (captured < 0) {
                return false;
            }
            words = PacketEncoder.words(captured);
            final int present = mask & ~PacketEncoder.LENGTHS;
            final int all = PacketEncoder.allOf(words);
            if ((present & ~all) != 0 || (all & ~PacketEncoder.allOf(wordsBefore) & ~present) != 0) {
                return false;
            }
            offset += Integer.bitCount(present) * Long.BYTES + captured - words * Long.BYTES;
            if (i == count - 1) {
                return count <= PacketBatch.BURST_PACKETS && offset == packetsLength;
            }
        }
        return count == 0 && packetsLength == 0;
    }

    /** The captured bytes that the lengths at an offset tell, -1 if they are outside or wrong. */
    private int captured(final int offset) {
        if (offset + PacketEncoder.LENGTHS_BYTES > packetsLength) {
            return -1;
        }
        final int length = Short.toUnsignedInt(buffer.getShort(packetsOffset + offset));
        final int captured = Short.toUnsignedInt(buffer.getShort(packetsOffset + offset + Short.BYTES));
        return captured <= length ? captured : -1;
    }

    public long view() {
        return decoder.view();
    }

    /** Of the master that wrote the record. */
    public long incarnation() {
        return decoder.incarnation();
    }

    public int epoch() {
        return (int) decoder.epoch();
    }

    public int worker() {
        return decoder.worker();
    }

    /** Burst number, growing in its epoch. */
    public long burst() {
        return decoder.burst();
    }

    /** Burst of the worker's record before this one, 0 if it is the epoch's first. */
    public long previousBurst() {
        return decoder.previous();
    }

    /** Whether this is no burst's record, but only says how far the worker has come. */
    public boolean isPositionOnly() {
        return decoder.inputPort() == RecordBuffer.POSITION_ONLY;
    }

    /** Logged time, in nanoseconds of the epoch. */
    public long timeNs() {
        return decoder.timeNs();
    }

    /** Last burst of the worker whose outputs the master had released. */
    public long released() {
        return decoder.released();
    }

    /** Of the burst's outputs. */
    public long digest() {
        return decoder.digest();
    }

    /** Of those of the burst's accesses that {@link #accesses} does not list. */
    public long accessDigest() {
        return decoder.accessDigest();
    }

    /**
     * Points a view at the record's accesses.
     *
     * @return how many there are, -1 if they are malformed
     */
    public int accesses(final AccessView view) {
        return view.wrap(buffer, packetsOffset + packetsLength + Integer.BYTES, accessesLength);
    }

    /** The record's bytes, to be kept. */
    public byte[] copy() {
        final byte[] bytes = new byte[PACKETS_OFFSET + 2 * Integer.BYTES + packetsLength + accessesLength];
        buffer.getBytes(packetsOffset - Integer.BYTES - PACKETS_OFFSET, bytes);
        return bytes;
    }

    /** Number of the port that the packets came by, or {@link RecordBuffer#NO_PORT}. */
    public int inputPort() {
        return decoder.inputPort();
    }

    public int packetCount() {
        return decoder.packetCount();
    }

    /**
     * Makes the record's packets in a pool and adds them to a batch: their captured bytes are known, the others are not
     * there. Can be asked once.
     *
     * @return how many could not be made for want of a buffer, or of one that is large enough
     */
    public int takePackets(final PacketPool pool, final PacketBatch batch) {
        final int count = decoder.packetCount();
        final long words = header.addressOffset();
        long head = buffer.addressOffset() + packetsOffset;
        int length = 0;
        int captured = 0;
        int missing = 0;
        for (int i = 0; i < count; i++) {
            final int mask = NativeMemory.getByte(head);
            head += PacketEncoder.MASK_BYTES;
            if ((mask & PacketEncoder.LENGTHS) != 0) {
                length = Short.toUnsignedInt(NativeMemory.getShort(head));
                captured = Short.toUnsignedInt(NativeMemory.getShort(head + Short.BYTES));
                head += PacketEncoder.LENGTHS_BYTES;
            }
            for (int rest = mask & ~PacketEncoder.LENGTHS & MASK; rest != 0; rest &= rest - 1) {
                final long word = (long) Integer.numberOfTrailingZeros(rest) * Long.BYTES;
                NativeMemory.putLong(words + word, NativeMemory.getLong(head));
                head += Long.BYTES;
            }
            final int wordsBytes = PacketEncoder.words(captured) * Long.BYTES;
            final int tail = captured - wordsBytes;
            final Packet packet = pool.allocate();
            if (packet == null) {
                return missing + count - i;
            }
            if (packet.append(length)) {
                HeaderCopy.copy(words, packet.address(), wordsBytes);
                HeaderCopy.copy(head, packet.address() + wordsBytes, tail);
                packet.limitKnown(captured);
                packet.cutOffBehindKnown();
                batch.add(packet);
            } else {
                packet.free();
                missing++;
            }
            head += tail;
        }
        return missing;
    }
}
