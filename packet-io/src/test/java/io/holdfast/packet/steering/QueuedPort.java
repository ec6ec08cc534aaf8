package io.holdfast.packet.steering;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;

/** A device whose queues each get what a test's source makes, in the receiving worker's own thread. */
final class QueuedPort implements PacketPort {
    /** Makes the next packet of a queue. */
    @FunctionalInterface
    interface Source {
        /** The next packet, null if there is none now. */
        Packet next(int queue, PacketPool pool);
    }

    private final int queues;
    private final Source source;
    boolean isClosed;

    QueuedPort(final int queues, final Source source) {
        this.queues = queues;
        this.source = source;
    }

    @Override
    public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
        int count = 0;
        while (!batch.isFull()) {
            final Packet packet = source.next(queue, pool);
            if (packet == null) {
                break;
            }
            batch.add(packet);
            count++;
        }
        return count;
    }

    @Override
    public int transmit(final int queue, final PacketBatch batch) {
        final int count = batch.size();
        batch.free();
        return count;
    }

    @Override
    public String name() {
        return "p0";
    }

    @Override
    public int queueCount() {
        return queues;
    }

    @Override
    public long macAddress() {
        return 1;
    }

    @Override
    public boolean isLinkUp() {
        return true;
    }

    @Override
    public PortStatistics statistics() {
        return new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
