package io.holdfast.packet.trace;

import io.holdfast.packet.NativeMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the packets of a trace file one after the other.
 *
 * <p>{@code while (reader.next()) use(reader.address(), reader.capturedLength());} The bytes are valid until
 * {@link #close()}. A record that cannot be right ends the trace: {@link #fault()} says why. Used by one thread.
 */
public abstract class TraceReader implements AutoCloseable {
    /** Ethernet, in the numbers of tcpdump.org. */
    public static final int LINK_ETHERNET = 1;

    /** IP without a link header; two of many numbers for it. */
    public static final int LINK_RAW = 101;

    static final int LINK_RAW_BSD = 12;

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    private final Path path;
    /** Keeps the memory alive. */
    private final UnsafeBuffer buffer;

    private final ByteOrder order;
    private final long end;

    // The packet read last.
    private long address;
    private int capturedLength;
    private int wireLength;
    private long timestampNs;
    private int linkType;
    private long position;
    private String fault;

    TraceReader(final Path path, final UnsafeBuffer buffer, final ByteOrder order) {
        this.path = path;
        this.buffer = buffer;
        this.order = order;
        end = buffer.capacity();
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read or is no trace; the message names it
     */
    public static TraceReader open(final Path path) throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(read(path));
        if (buffer.capacity() < Integer.BYTES) {
            throw new IOException(path + ": too short for a trace: " + buffer.capacity() + " bytes");
        }
        final int magic = buffer.getInt(0, ByteOrder.BIG_ENDIAN);
        if (magic == PcapNgReader.SECTION_HEADER) {
            return PcapNgReader.of(path, buffer);
        }
        return PcapReader.of(path, buffer, magic);
    }

    private static ByteBuffer read(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > MAX_BYTES) {
                throw new IOException(path + ": at most 2 GiB, this has " + channel.size() + " bytes: split it");
            }
            final ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            final boolean isCompressed =
                    mapped.capacity() >= Short.BYTES && Short.toUnsignedInt(mapped.getShort(0)) == GZIP_MAGIC;
            return isCompressed ? unzip(path) : mapped;
        } catch (final java.nio.file.NoSuchFileException e) {
            throw new IOException(path + ": no such file", e);
        }
    }

    private static ByteBuffer unzip(final Path path) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(path), 1 << 16)) {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            stream.transferTo(bytes);
            return ByteBuffer.allocateDirect(bytes.size())
                    .put(bytes.toByteArray())
                    .flip();
        }
    }

    /** Moves to the next packet; false at the end. */
    public final boolean next() {
        return fault == null && readNext();
    }

    abstract boolean readNext();

    /** Begins anew. */
    public void rewind() {
        fault = null;
    }

    /** Moves to where {@link #position()} was once. */
    public final void seek(final long wantedPosition) {
        rewind();
        while (position < wantedPosition && next()) {
            assert position <= wantedPosition : "not the position of a packet: " + wantedPosition;
        }
    }

    /** Address of the packet's first byte. */
    public final long address() {
        return address;
    }

    /** Bytes of the packet that the file has. */
    public final int capturedLength() {
        return capturedLength;
    }

    /** Bytes that the packet had. */
    public final int wireLength() {
        return wireLength;
    }

    /** When it was seen, in nanoseconds of the epoch. */
    public final long timestampNs() {
        return timestampNs;
    }

    /** Its link layer, in the numbers of tcpdump.org. */
    public final int linkType() {
        return linkType;
    }

    /** Whether packets of a link type begin with an IP header. */
    public static boolean isRaw(final int linkType) {
        return linkType == LINK_RAW || linkType == LINK_RAW_BSD;
    }

    /** Where in the file the next record begins, in bytes. */
    public final long position() {
        return position;
    }

    /** Bytes of the file, unpacked. */
    public final long lengthBytes() {
        return end;
    }

    /** Why reading ended before the end of the file; null if it did not. */
    public final String fault() {
        return fault;
    }

    @Override
    public void close() {
        fault = path + ": closed";
    }

    final boolean fail(final String reason) {
        fault = path + ": at byte " + position + ": " + reason;
        return false;
    }

    final void moveTo(final long newPosition) {
        position = newPosition;
    }

    final long left() {
        return end - position;
    }

    final void found(final long offset, final int captured, final int wire, final long ns, final int link) {
        address = buffer.addressOffset() + offset;
        capturedLength = captured;
        wireLength = wire;
        timestampNs = ns;
        linkType = link;
    }

    /** Four bytes in the file's order; the caller has checked that they are there. */
    final int int32(final long offset) {
        final int value = NativeMemory.getInt(buffer.addressOffset() + offset);
        return order == ByteOrder.nativeOrder() ? value : Integer.reverseBytes(value);
    }

    /** One byte, unsigned. */
    final int int8(final long offset) {
        return Byte.toUnsignedInt(NativeMemory.getByte(buffer.addressOffset() + offset));
    }

    /** Two bytes in the file's order, unsigned. */
    final int int16(final long offset) {
        final short value = NativeMemory.getShort(buffer.addressOffset() + offset);
        return Short.toUnsignedInt(order == ByteOrder.nativeOrder() ? value : Short.reverseBytes(value));
    }
}
