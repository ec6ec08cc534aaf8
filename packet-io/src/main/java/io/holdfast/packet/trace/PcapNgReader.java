package io.holdfast.packet.trace;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The block format (draft-ietf-opsawg-pcapng): section headers, interfaces, packets; other blocks are passed over.
 *
 * <pre>
 *   block:  type 4 | length 4 | ... | length 4
 * </pre>
 *
 * <p>One byte order for all sections of a file: a section in another one ends the trace with a fault.
 */
final class PcapNgReader extends TraceReader {
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int MIN_BLOCK_BYTES = 12;
    private static final int INTERFACE_BYTES = 16;
    private static final int ENHANCED_BYTES = 28;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int BINARY_RESOLUTION = 0x80;
    private static final int MAX_INTERFACES = 1024;
    private static final int DECIMAL_MICROSECONDS = 6;
    private static final int NANOSECOND_DIGITS = 9;
    private static final long SECOND_NS = 1_000_000_000L;

    private int[] links = new int[4];
    private int[] resolutions = new int[4];
    private int interfaces;

    private PcapNgReader(final Path path, final UnsafeBuffer buffer, final ByteOrder order) {
        super(path, buffer, order);
    }

    static PcapNgReader of(final Path path, final UnsafeBuffer buffer) throws IOException {
        if (buffer.capacity() < MIN_BLOCK_BYTES + Integer.BYTES) {
            throw new IOException(path + ": too short for a trace: " + buffer.capacity() + " bytes");
        }
        final int magic = buffer.getInt(8, ByteOrder.BIG_ENDIAN);
        if (magic == BYTE_ORDER_MAGIC) {
            return new PcapNgReader(path, buffer, ByteOrder.BIG_ENDIAN);
        }
        if (Integer.reverseBytes(magic) == BYTE_ORDER_MAGIC) {
            return new PcapNgReader(path, buffer, ByteOrder.LITTLE_ENDIAN);
        }
        throw new IOException(path + ": neither byte order: 0x" + Integer.toHexString(magic));
    }

    @Override
    boolean readNext() {
        while (left() > 0) {
            final long begin = position();
            final long left = left();
            if (left < MIN_BLOCK_BYTES) {
                return fail("the file ends within a block");
            }
            final int length = int32(begin + 4);
            if (length < MIN_BLOCK_BYTES || length % Integer.BYTES != 0 || length > left) {
                return fail("a block of " + Integer.toUnsignedString(length) + " bytes, but " + left + " are left");
            }
            final Boolean isPacket = readBlock(begin, length);
            if (isPacket == null) {
                return false;
            }
            moveTo(begin + length);
            if (isPacket) {
                return true;
            }
        }
        return false;
    }

    /** Whether the block is a packet; null if it is wrong. */
    private Boolean readBlock(final long begin, final int length) {
        switch (int32(begin)) {
            case SECTION_HEADER -> {
                interfaces = 0;
                if (length < MIN_BLOCK_BYTES + 4 || int32(begin + 8) != BYTE_ORDER_MAGIC) {
                    fail("a section in another byte order");
                    return null;
                }
                return Boolean.FALSE;
            }
            case INTERFACE -> {
                final boolean isRight = length >= INTERFACE_BYTES + 4 && interfaces < MAX_INTERFACES;
                if (!isRight) {
                    fail("not an interface: " + length + " bytes, number " + interfaces);
                    return null;
                }
                addInterface(begin, length);
                return Boolean.FALSE;
            }
            case ENHANCED_PACKET -> {
                return enhancedPacket(begin, length) ? Boolean.TRUE : null;
            }
            case SIMPLE_PACKET -> {
                return simplePacket(begin, length) ? Boolean.TRUE : null;
            }
            default -> {
                return Boolean.FALSE;
            }
        }
    }

    private void addInterface(final long begin, final int length) {
        if (interfaces == links.length) {
            links = Arrays.copyOf(links, 2 * interfaces);
            resolutions = Arrays.copyOf(resolutions, 2 * interfaces);
        }
        links[interfaces] = int16(begin + 8);
        resolutions[interfaces] = DECIMAL_MICROSECONDS;
        long option = begin + INTERFACE_BYTES;
        final long end = begin + length - Integer.BYTES;
        while (option + Integer.BYTES <= end) {
            final int code = int16(option);
            final int bytes = int16(option + 2);
            if (code == 0 || option + Integer.BYTES + bytes > end) {
                break;
            }
            if (code == OPTION_TIME_RESOLUTION && bytes == 1) {
                resolutions[interfaces] = int8(option + Integer.BYTES);
            }
            option += Integer.BYTES + (bytes + 3 & -4);
        }
        interfaces++;
    }

    private boolean enhancedPacket(final long begin, final int length) {
        final int captured = length < ENHANCED_BYTES + 4 ? -1 : int32(begin + 20);
        final int number = captured < 0 ? -1 : int32(begin + 8);
        if (captured < 0 || captured > length - ENHANCED_BYTES - 4 || number < 0 || number >= interfaces) {
            return fail("a packet of " + Integer.toUnsignedString(captured) + " bytes of interface " + number
                    + ", of which there are " + interfaces + ", in a block of " + length);
        }
        final long ticks = Integer.toUnsignedLong(int32(begin + 12)) << 32 | Integer.toUnsignedLong(int32(begin + 16));
        final int wire = Math.max(captured, int32(begin + 24));
        found(begin + ENHANCED_BYTES, captured, wire, nanoseconds(ticks, resolutions[number]), links[number]);
        return true;
    }

    private boolean simplePacket(final long begin, final int length) {
        if (interfaces == 0 || length < MIN_BLOCK_BYTES + 4) {
            return fail("a packet without an interface");
        }
        final int wire = int32(begin + 8);
        final int captured = wire < 0 ? length - MIN_BLOCK_BYTES - 4 : Math.min(wire, length - MIN_BLOCK_BYTES - 4);
        found(begin + MIN_BLOCK_BYTES, captured, Math.max(captured, wire), 0, links[0]);
        return true;
    }

    private static long nanoseconds(final long ticks, final int resolution) {
        if ((resolution & BINARY_RESOLUTION) != 0) {
            final int bits = Math.min(resolution & ~BINARY_RESOLUTION, Long.SIZE - 1);
            final long rest = ticks & (1L << bits) - 1;
            return (ticks >>> bits) * SECOND_NS + Math.round((double) rest / (1L << bits) * SECOND_NS);
        }
        long ns = ticks;
        for (int digits = resolution; digits < NANOSECOND_DIGITS; digits++) {
            ns *= 10;
        }
        for (int digits = resolution; digits > NANOSECOND_DIGITS; digits--) {
            ns /= 10;
        }
        return ns;
    }

    @Override
    public void rewind() {
        super.rewind();
        interfaces = 0;
        moveTo(0);
    }
}
