package io.holdfast.packet.memory;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.holdfast.packet.DeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The mapped file behind a memory wire, and its layout.
 *
 * <pre>
 *   0  magic, "HOLDWIRE"            8 bytes
 *   8  version                      4
 *  12  queues                       4
 *  16  ringBytes, a power of two    4
 *  20  1 while the link is up       4
 *  24  MAC address                  8
 *  32  process id of the node       8    0 if none is attached
 * 4096 queue 0: ring to the node, ring from the node
 *      queue 1: ...                      each ring: ringBytes + Agrona's trailer, up to the next page
 * </pre>
 *
 * All numbers are little-endian. The magic is written last, so that a half-made file is no wire.
 */
final class WireFile implements AutoCloseable {
    static final int MIN_RING_BYTES = 64 * 1024;
    static final int MAX_RING_BYTES = 64 * 1024 * 1024;
    static final int MAX_QUEUES = 64;

    private static final long MAGIC = 0x4552_4957_444c_4f48L;
    private static final int VERSION = 1;
    private static final int PAGE_BYTES = 4096;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int QUEUES_OFFSET = 12;
    private static final int RING_BYTES_OFFSET = 16;
    private static final int LINK_UP_OFFSET = 20;
    private static final int MAC_OFFSET = 24;
    private static final int NODE_PID_OFFSET = 32;

    private final Path path;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer header;
    private final int queues;
    private final int ringBytes;

    private WireFile(final Path path, final MappedByteBuffer mapping) {
        this.path = path;
        this.mapping = mapping;
        header = new UnsafeBuffer(mapping);
        queues = header.getInt(QUEUES_OFFSET);
        ringBytes = header.getInt(RING_BYTES_OFFSET);
    }

    /** Makes a fresh file under the path; one that was there lives on, unnamed, for whoever has it mapped. */
    static WireFile create(final Path path, final int queues, final int ringBytes, final long mac) {
        final Path fresh = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime());
        final MappedByteBuffer mapping;
        try {
            mapping = IoUtil.mapNewFile(fresh.toFile(), fileBytes(queues, ringBytes));
        } catch (final RuntimeException e) {
            throw new DeviceException("cannot make the memory wire " + path + ": " + e.getMessage(), e);
        }
        final UnsafeBuffer header = new UnsafeBuffer(mapping);
        header.putInt(VERSION_OFFSET, VERSION);
        header.putInt(QUEUES_OFFSET, queues);
        header.putInt(RING_BYTES_OFFSET, ringBytes);
        header.putInt(LINK_UP_OFFSET, 1);
        header.putLong(MAC_OFFSET, mac);
        header.putLongRelease(MAGIC_OFFSET, MAGIC);
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            IoUtil.unmap(mapping);
            IoUtil.deleteIfExists(fresh.toFile());
            throw new DeviceException("cannot make the memory wire " + path + ": " + e.getMessage(), e);
        }
        return new WireFile(path, mapping);
    }

    /** Maps what somebody else has made; the channel stays open. */
    static WireFile open(final Path path, final FileChannel channel) {
        final MappedByteBuffer mapping;
        try {
            if (channel.size() < PAGE_BYTES || channel.size() > Integer.MAX_VALUE) {
                throw new DeviceException(path + " is not a memory wire: it has " + channel.size() + " bytes");
            }
            mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        } catch (final IOException e) {
            throw new DeviceException("cannot map the memory wire " + path + ": " + e, e);
        }
        final String problem = problemOf(new UnsafeBuffer(mapping));
        if (problem != null) {
            IoUtil.unmap(mapping);
            throw new DeviceException(path + " is not a memory wire: " + problem);
        }
        return new WireFile(path, mapping);
    }

    /** Process id in an unmapped file, 0 if there is none. */
    static long nodePid(final FileChannel channel) throws IOException {
        final ByteBuffer pid = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return channel.read(pid, NODE_PID_OFFSET) == Long.BYTES ? pid.getLong(0) : 0;
    }

    Path path() {
        return path;
    }

    int queues() {
        return queues;
    }

    long mac() {
        return header.getLong(MAC_OFFSET);
    }

    boolean isLinkUp() {
        return header.getIntVolatile(LINK_UP_OFFSET) == 1;
    }

    void linkUp(final boolean up) {
        header.putIntVolatile(LINK_UP_OFFSET, up ? 1 : 0);
    }

    long nodePid() {
        return header.getLongVolatile(NODE_PID_OFFSET);
    }

    void nodePid(final long pid) {
        header.putLongVolatile(NODE_PID_OFFSET, pid);
    }

    UnsafeBuffer ringToNode(final int queue) {
        return ring(2 * queue);
    }

    UnsafeBuffer ringFromNode(final int queue) {
        return ring(2 * queue + 1);
    }

    /** Unmaps; nobody may use the rings afterwards. */
    @Override
    public void close() {
        IoUtil.unmap(mapping);
    }

    private UnsafeBuffer ring(final int index) {
        return new UnsafeBuffer(mapping, PAGE_BYTES + index * ringStride(ringBytes), ringBytes + TRAILER_LENGTH);
    }

    private static String problemOf(final UnsafeBuffer header) {
        if (header.getLongVolatile(MAGIC_OFFSET) != MAGIC) {
            return "it does not begin with HOLDWIRE";
        }
        if (header.getInt(VERSION_OFFSET) != VERSION) {
            return "version must be " + VERSION + ": " + header.getInt(VERSION_OFFSET);
        }
        final int queues = header.getInt(QUEUES_OFFSET);
        final int ringBytes = header.getInt(RING_BYTES_OFFSET);
        final String sizes = problemOf(queues, ringBytes);
        if (sizes != null) {
            return sizes;
        }
        final long expected = fileBytes(queues, ringBytes);
        return header.capacity() == expected ? null : "it should have " + expected + " bytes: " + header.capacity();
    }

    /** The rule that a wire's dimensions break, or null. */
    static String problemOf(final int queues, final int ringBytes) {
        if (queues < 1 || queues > MAX_QUEUES) {
            return "queues must be in [1, " + MAX_QUEUES + "]: " + queues;
        }
        if (ringBytes < MIN_RING_BYTES || ringBytes > MAX_RING_BYTES || !BitUtil.isPowerOfTwo(ringBytes)) {
            return "ringBytes must be a power of two in [" + MIN_RING_BYTES + ", " + MAX_RING_BYTES + "]: " + ringBytes;
        }
        return fileBytes(queues, ringBytes) <= Integer.MAX_VALUE
                ? null
                : "queues times ringBytes must be below 1 GiB: " + queues + " times " + ringBytes;
    }

    private static long fileBytes(final int queues, final int ringBytes) {
        return PAGE_BYTES + 2L * queues * ringStride(ringBytes);
    }

    private static int ringStride(final int ringBytes) {
        return BitUtil.align(ringBytes + TRAILER_LENGTH, PAGE_BYTES);
    }
}
