package io.holdfast.nat.host;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** One end of a cable inside this process; both ends belong to one thread. */
public final class QueueWire implements Wire {
    private final Queue<byte[]> outgoing;
    private final Queue<byte[]> incoming;
    private final int capacityFrames;
    private QueueWire peer;
    private long lost;

    private QueueWire(final Queue<byte[]> outgoing, final Queue<byte[]> incoming, final int capacityFrames) {
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.capacityFrames = capacityFrames;
    }

    /**
     * Makes a cable.
     *
     * @param capacityFrames in each direction, 1 or more
     * @return one end; {@link #peer()} is the other
     */
    public static QueueWire create(final int capacityFrames) {
        final Queue<byte[]> there = new ArrayDeque<>();
        final Queue<byte[]> back = new ArrayDeque<>();
        final QueueWire one = new QueueWire(there, back, capacityFrames);
        one.peer = new QueueWire(back, there, capacityFrames);
        one.peer.peer = one;
        return one;
    }

    public QueueWire peer() {
        return peer;
    }

    /** Frames that this end could not send. */
    public long lost() {
        return lost;
    }

    @Override
    public boolean send(final byte[] frame) {
        if (outgoing.size() >= capacityFrames) {
            lost++;
            return false;
        }
        return outgoing.add(frame);
    }

    @Override
    public int poll(final Consumer<byte[]> handler, final int limit) {
        int count = 0;
        for (byte[] frame; count < limit && (frame = incoming.poll()) != null; count++) {
            handler.accept(frame);
        }
        return count;
    }
}
