package io.holdfast.packet.memory;

import io.holdfast.packet.DeviceException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The peer's end of a memory wire: what a node's {@code memory,file=PATH} port is plugged into.
 *
 * <p>The peer (a lab, a load generator, a test) makes the wire, and makes it anew for a node that was killed or
 * restarted; the old file lives on, unnamed, with whoever still has it mapped. Each queue may be used by a thread of
 * its own, but by one at a time; the other methods are for any thread until {@link #close()}.
 */
public final class MemoryWire implements AutoCloseable {
    /** Largest frame that a wire carries, in bytes. */
    public static final int MAX_FRAME_BYTES = MemoryPacketPool.PACKET_BYTES;

    private final WireFile file;
    private final RingWriter[] toNode;
    private final RingReader[] fromNode;
    private final UnsafeBuffer[] fromNodeBuffers;
    private boolean closed;

    private MemoryWire(final WireFile file) {
        this.file = file;
        final int queues = file.queues();
        toNode = new RingWriter[queues];
        fromNode = new RingReader[queues];
        fromNodeBuffers = new UnsafeBuffer[queues];
        for (int queue = 0; queue < queues; queue++) {
            toNode[queue] = new RingWriter(file.ringToNode(queue));
            fromNodeBuffers[queue] = file.ringFromNode(queue);
            fromNode[queue] = new RingReader(fromNodeBuffers[queue], MAX_FRAME_BYTES);
        }
    }

    /**
     * Makes a fresh wire, in place of the one that the path may name already.
     *
     * @param path of the file; in {@code /dev/shm} it never reaches a disk
     * @param queues pairs of rings, in [1, 64]: at least as many as the node has workers
     * @param ringBytes of each ring, a power of two in [64 KiB, 64 MiB]; a frame takes its length plus 8
     * @param mac hardware address of the node's port, in the low 48 bits
     * @throws DeviceException if the dimensions are out of range or the file cannot be made
     */
    public static MemoryWire create(final Path path, final int queues, final int ringBytes, final long mac) {
        final String problem = WireFile.problemOf(queues, ringBytes);
        if (problem != null) {
            throw new DeviceException("memory wire " + path + ": " + problem);
        }
        return new MemoryWire(WireFile.create(path, queues, ringBytes, mac));
    }

    public Path path() {
        return file.path();
    }

    public int queueCount() {
        return toNode.length;
    }

    /** Sends a frame of up to {@value #MAX_FRAME_BYTES} bytes to the node; false if the ring is full. */
    public boolean send(final int queue, final byte[] frame) {
        return send(queue, frame, 0, frame.length);
    }

    /** Sends a part of an array as one frame; false if the ring is full. */
    public boolean send(final int queue, final byte[] bytes, final int offset, final int length) {
        checkRange(bytes, offset, length);
        return toNode[queue].write(bytes, offset, length);
    }

    /**
     * Sends a frame from native memory, whose range the caller has checked.
     *
     * @return false if the ring is full
     */
    public boolean send(final int queue, final long address, final int length) {
        checkLength(length);
        return toNode[queue].write(address, length);
    }

    /**
     * Takes frames that the node has sent.
     *
     * @param limit frames at most
     * @return the number of frames handled
     */
    public int poll(final int queue, final FrameHandler handler, final int limit) {
        final RingReader reader = fromNode[queue];
        final UnsafeBuffer buffer = fromNodeBuffers[queue];
        int count = 0;
        try {
            while (count < limit && reader.next()) {
                count++;
                handler.onFrame(buffer, reader.frameIndex(), reader.frameLength());
            }
        } finally {
            reader.release();
        }
        return count;
    }

    /** Plugs the cable in or out, as the node's port sees it; frames pass either way. */
    public void linkUp(final boolean up) {
        file.linkUp(up);
    }

    /** Process id of the node that is attached, 0 if none is; one that was killed is still named. */
    public long nodePid() {
        return file.nodePid();
    }

    /** Records from the node that were no frames. */
    public long garbageCount() {
        long count = 0;
        for (final RingReader reader : fromNode) {
            count += reader.garbageCount();
        }
        return count;
    }

    /** Takes the link down and lets go of the file, which stays. No other method may be in use, or be used later. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.linkUp(false);
            file.close();
        }
    }

    private static void checkRange(final byte[] bytes, final int offset, final int length) {
        if (offset < 0 || length > bytes.length - offset) {
            throw new IndexOutOfBoundsException(
                    "[" + offset + ", " + (offset + length) + ") of " + bytes.length + " bytes");
        }
        checkLength(length);
    }

    private static void checkLength(final int length) {
        if (length < RingReader.MIN_FRAME_BYTES || length > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "a frame has [" + RingReader.MIN_FRAME_BYTES + ", " + MAX_FRAME_BYTES + "] bytes: " + length);
        }
    }
}
