package io.holdfast.release;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.holdfast.log.StablePositions;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Keeps a worker's output packets, in order, until what they depend on is stable.
 *
 * <pre>
 *      released           held, under a vector            of the burst at hand
 *  ───────────────┬──────────────────────────────────┬──────────────────────────┐
 *                 │ head                             │ committed                │ claimed
 *  ───────────────┴──────────────────────────────────┴──────────────────────────┘
 * </pre>
 *
 * <p>Theory of operation. While a burst runs, the graph's outputs are {@linkplain #add added} behind the committed
 * ones. When it ends, {@link #commit} puts all of them under the worker's release vector. {@link #release} looks at
 * the head only: a worker's vector never shrinks, so what stands behind a packet that must wait must wait as well, and
 * order is kept. The ring is bounded: {@link #hasRoom} tells the worker not to begin a burst; what a burst puts out
 * beyond the room is dropped and counted.
 *
 * <p>One per worker, used by its thread.
 */
public final class HoldQueue {
    /** A place in the ring. */
    private static final class Held {
        private Packet packet;
        private int port;
        private long burst;
    }

    private final RingBuffer<Held> ring;
    private final long[] vectors;
    private final int workers;
    private final int mask;
    private final int worker;
    private final ReleaseCheck check;
    private final Sequence head = new Sequence();
    private final PacketBatch leaving = new PacketBatch();
    private long committed = -1;
    private long claimed = -1;
    private long releasedBurst;
    private long committedBurst;
    private long overflowCount;
    private int highWaterPackets;

    /**
     * Makes an empty queue.
     *
     * @param worker whose it is
     * @param workers of the node
     * @param capacityPackets a power of two
     * @param check {@link ReleaseCheck#WHEN_STABLE}
     */
    public HoldQueue(final int worker, final int workers, final int capacityPackets, final ReleaseCheck check) {
        this.worker = worker;
        this.workers = workers;
        this.check = check;
        ring = RingBuffer.createSingleProducer(Held::new, capacityPackets, new YieldingWaitStrategy());
        ring.addGatingSequences(head);
        mask = capacityPackets - 1;
        vectors = new long[capacityPackets * workers];
    }

    /** Whether the outputs of a burst of this many packets can be held. */
    public boolean hasRoom(final int packets) {
        return ring.hasAvailableCapacity(packets);
    }

    /** Adds outputs of the burst at hand; takes the packets, and drops what finds no room. */
    public void add(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            try {
                claimed = ring.tryNext();
            } catch (final InsufficientCapacityException e) {
                overflowCount++;
                packet.free();
                continue;
            }
            final Held held = ring.get(claimed);
            held.packet = packet;
            held.port = port;
        }
        batch.clear();
    }

    /** Ends the burst: its outputs depend on what the vector names. */
    public void commit(final long burst, final ReleaseVector vector) {
        for (long sequence = committed + 1; sequence <= claimed; sequence++) {
            ring.get(sequence).burst = burst;
            vector.copyTo(vectors, index(sequence));
        }
        if (claimed > committed) {
            ring.publish(committed + 1, claimed);
            committed = claimed;
        }
        committedBurst = burst;
        highWaterPackets = Math.max(highWaterPackets, heldPackets());
    }

    /**
     * Lets go, in order, of what has become stable.
     *
     * @return packets let go
     */
    public int release(final StablePositions stable, final PacketSink sink) {
        return release(stable, sink, Integer.MAX_VALUE);
    }

    /**
     * The same for at most so many packets: between two calls the caller can look whether it still may.
     *
     * @return packets let go; fewer than the limit if no more are stable
     */
    public int release(final StablePositions stable, final PacketSink sink, final int limitPackets) {
        final long first = head.get() + 1;
        // The limit may be as large as it gets.
        final long last = Math.min(committed, first - 1 + limitPackets);
        long sequence = first;
        int port = -1;
        while (sequence <= last && check.mayRelease(vectors, index(sequence), stable)) {
            final Held held = ring.get(sequence);
            if (leaving.isFull() || held.port != port) {
                flush(port, sink);
                port = held.port;
            }
            leaving.add(held.packet);
            held.packet = null;
            releasedBurst = held.burst;
            sequence++;
        }
        flush(port, sink);
        head.set(sequence - 1);
        if (sequence > committed) {
            releasedBurst = Math.max(releasedBurst, Math.min(committedBurst, stable.get(worker)));
        }
        return (int) (sequence - first);
    }

    private void flush(final int port, final PacketSink sink) {
        if (!leaving.isEmpty()) {
            sink.transmit(port, leaving);
        }
    }

    /** Frees all packets held, which are never sent. */
    public int dropAll() {
        final long first = head.get() + 1;
        for (long sequence = first; sequence <= claimed; sequence++) {
            ring.get(sequence).packet.free();
        }
        if (claimed > committed) {
            ring.publish(committed + 1, claimed);
            committed = claimed;
        }
        head.set(claimed);
        return (int) (claimed - first + 1);
    }

    /** Starts a log epoch, in which burst numbers begin again; nothing may be held. */
    public void startEpoch() {
        assert heldPackets() == 0 : "held packets of an earlier epoch";
        releasedBurst = 0;
        committedBurst = 0;
    }

    /** Last burst of this worker whose outputs have all been let go. */
    public long releasedBurst() {
        return releasedBurst;
    }

    public int heldPackets() {
        return (int) (committed - head.get());
    }

    /** Most packets held at a time. */
    public int highWaterPackets() {
        return highWaterPackets;
    }

    public int capacityPackets() {
        return mask + 1;
    }

    /** Outputs dropped because the ring was full. */
    public long overflowCount() {
        return overflowCount;
    }

    private int index(final long sequence) {
        return (int) (sequence & mask) * workers;
    }
}
