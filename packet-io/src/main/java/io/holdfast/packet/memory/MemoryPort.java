package io.holdfast.packet.memory;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortCounters;
import io.holdfast.packet.PortStatistics;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A port at the node's end of a memory wire.
 *
 * <p>A frame is copied once on its way in, from the ring into a packet of whatever pool the worker has, and once on
 * its way out. Records that are no frames are counted as receive errors. While the pool is empty frames stay in the
 * ring, as they would in a NIC's.
 */
public final class MemoryPort implements PacketPort {
    private final String name;
    private final WireFile file;
    private final WireLock lock;
    private final Queue[] queues;
    private final long mac;
    private volatile boolean closed;

    private MemoryPort(final String name, final WireFile file, final WireLock lock) {
        this.name = name;
        this.file = file;
        this.lock = lock;
        mac = file.mac();
        queues = new Queue[file.queues()];
        for (int queue = 0; queue < queues.length; queue++) {
            final UnsafeBuffer fromNode = file.ringFromNode(queue);
            RingRepair.finishLastRecord(fromNode);
            queues[queue] = new Queue(file.ringToNode(queue), new RingWriter(fromNode));
        }
    }

    /**
     * Attaches to a wire that its peer has made.
     *
     * @param name of the port
     * @param path of the wire's file
     * @throws DeviceException if there is no wire, or another node is attached to it
     */
    public static MemoryPort attach(final String name, final Path path) {
        final WireLock lock = WireLock.take(path);
        try {
            final WireFile file = WireFile.open(path, lock.channel());
            file.nodePid(ProcessHandle.current().pid());
            return new MemoryPort(name, file, lock);
        } catch (final RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int queueCount() {
        return queues.length;
    }

    @Override
    public long macAddress() {
        return mac;
    }

    @Override
    public boolean isLinkUp() {
        return !closed && file.isLinkUp();
    }

    @Override
    public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
        return queues[queue].receive(pool, batch);
    }

    @Override
    public int transmit(final int queue, final PacketBatch batch) {
        return queues[queue].transmit(batch);
    }

    @Override
    public PortStatistics statistics() {
        final PortCounters[] counters = new PortCounters[queues.length];
        for (int queue = 0; queue < queues.length; queue++) {
            counters[queue] = queues[queue].counters;
        }
        return PortCounters.sum(counters);
    }

    /** Leaves the wire to the next node. The workers have stopped using the port. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.nodePid(0);
            file.close();
            lock.close();
        }
    }

    /** The ring that a queue sends to; for tests that break it. */
    UnsafeBuffer ringFromNode(final int queue) {
        return file.ringFromNode(queue);
    }

    /** One pair of rings, used by one worker. */
    private static final class Queue {
        private final UnsafeBuffer toNode;
        private final RingReader reader;
        private final RingWriter writer;
        private final PortCounters counters = new PortCounters();
        private long garbageSeen;

        Queue(final UnsafeBuffer toNode, final RingWriter writer) {
            this.toNode = toNode;
            this.writer = writer;
            reader = new RingReader(toNode, MemoryWire.MAX_FRAME_BYTES);
        }

        int receive(final PacketPool pool, final PacketBatch batch) {
            final RingReader reader = this.reader;
            final long ringAddress = toNode.addressOffset();
            int count = 0;
            long bytes = 0;
            while (!batch.isFull() && reader.next()) {
                final int length = reader.frameLength();
                final Packet packet = pool.allocate();
                if (packet == null || !packet.append(length)) {
                    refuse(packet);
                    break;
                }
                NativeMemory.copyFrame(ringAddress + reader.frameIndex(), packet.address(), length);
                batch.add(packet);
                count++;
                bytes += length;
            }
            finish(count, bytes);
            return count;
        }

        private void refuse(final Packet packet) {
            if (packet == null) {
                counters.noBuffer(1);
                reader.unread();
            } else {
                counters.receiveErrors(1);
                packet.free();
            }
        }

        private void finish(final int count, final long bytes) {
            if (count > 0) {
                counters.received(count, bytes);
            }
            reader.release();
            final long garbage = reader.garbageCount();
            if (garbage != garbageSeen) {
                counters.receiveErrors((int) (garbage - garbageSeen));
                garbageSeen = garbage;
            }
        }

        int transmit(final PacketBatch batch) {
            final int size = batch.size();
            int sent = 0;
            long bytes = 0;
            writer.begin();
            for (int i = 0; i < size; i++) {
                final Packet packet = batch.get(i);
                if (writer.add(packet.address(), packet.length())) {
                    sent++;
                    bytes += packet.length();
                }
            }
            writer.publish();
            counters.transmitted(sent, bytes);
            counters.transmitDrops(size - sent);
            batch.free();
            return sent;
        }
    }
}
