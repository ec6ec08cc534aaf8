package io.holdfast.packet.trace;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The classic format (draft-ietf-opsawg-pcap).
 *
 * <pre>
 *   file:    magic 4 | version 2+2 | zone 4 | accuracy 4 | snapshot length 4 | link type 4
 *   packet:  seconds 4 | micro- or nanoseconds 4 | captured 4 | original length 4 | bytes
 * </pre>
 */
final class PcapReader extends TraceReader {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int LINK_TYPE = 20;
    private static final int LINK_TYPE_MASK = 0xffff;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MICROSECOND_NS = 1000;

    private final int link;
    private final long unitNs;

    private PcapReader(final Path path, final UnsafeBuffer buffer, final ByteOrder order, final long unitNs) {
        super(path, buffer, order);
        this.unitNs = unitNs;
        link = int32(LINK_TYPE) & LINK_TYPE_MASK;
        moveTo(FILE_HEADER_BYTES);
    }

    /** Opens a file by the four bytes that it begins with, in network order. */
    static PcapReader of(final Path path, final UnsafeBuffer buffer, final int magic) throws IOException {
        final int swapped = Integer.reverseBytes(magic);
        final boolean isBig = magic == MICROSECONDS || magic == NANOSECONDS;
        if (!isBig && swapped != MICROSECONDS && swapped != NANOSECONDS) {
            throw new IOException(
                    path + ": not a tcpdump file (bad magic number 0x" + Integer.toHexString(magic) + ")");
        }
        if (buffer.capacity() < FILE_HEADER_BYTES) {
            throw new IOException(path + ": too short for a trace: " + buffer.capacity() + " bytes");
        }
        final boolean hasNanoseconds = (isBig ? magic : swapped) == NANOSECONDS;
        return new PcapReader(
                path,
                buffer,
                isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                hasNanoseconds ? 1 : MICROSECOND_NS);
    }

    @Override
    boolean readNext() {
        final long left = left();
        if (left == 0) {
            return false;
        }
        if (left < PACKET_HEADER_BYTES) {
            return fail("the file ends within a packet's header");
        }
        final long begin = position();
        final int captured = int32(begin + 8);
        if (captured < 0 || captured > left - PACKET_HEADER_BYTES) {
            return fail("a packet of " + Integer.toUnsignedString(captured) + " bytes, but "
                    + (left - PACKET_HEADER_BYTES) + " are left");
        }
        final long ns =
                Integer.toUnsignedLong(int32(begin)) * SECOND_NS + Integer.toUnsignedLong(int32(begin + 4)) * unitNs;
        found(begin + PACKET_HEADER_BYTES, captured, Math.max(captured, int32(begin + 12)), ns, link);
        moveTo(begin + PACKET_HEADER_BYTES + captured);
        return true;
    }

    @Override
    public void rewind() {
        super.rewind();
        moveTo(FILE_HEADER_BYTES);
    }
}
