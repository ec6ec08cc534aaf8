package io.holdfast.packet.steering;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.memory.IdlePort;

/** A device whose queues each get what a test's source makes, in the receiving worker's own thread. */
final class QueuedPort extends IdlePort {
    /** Makes the next packet of a queue. */
    @FunctionalInterface
    interface Source {
        /** The next packet, null if there is none now. */
        Packet next(int queue, PacketPool pool);
    }

    private final Source source;
    boolean isClosed;

    QueuedPort(final int queues, final Source source) {
        super("p0", queues, 1);
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
    public void close() {
        isClosed = true;
    }
}
