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
    /** Outputs that left the graph together, by the same port. */
    private static final class Held {
        private long first;
        private int count;
        private int port;
        private int actor;
        /** Of the first of a burst: the burst, and the last of its batches. */
        private long burst;

        private long last;

        private long end() {
            return first + count;
        }
    }

    private final RingBuffer<Held> ring;
    private final Packet[] packets;
    private final long[] vectors;
    private final int workers;
    private final int mask;
    private final ReleaseCheck check;
    private final Sequence head = new Sequence();
    private final PacketBatch leaving = new PacketBatch();
    private long committed = -1;
    private long claimed = -1;
    /** Packets ever let go, committed and added. */
    private long releasedPackets;

    private long committedPackets;
    private long addedPackets;
    /** Written by the worker when packets have left, read by whoever tells the replica. */
    private final Sequence released = new Sequence(0);

    private long committedBurst;
    private long overflowCount;
    private int highWaterPackets;

    /**
     * Makes an empty queue.
     *
     * @param workers of the node
     * @param capacityPackets a power of two
     * @param check {@link ReleaseCheck#WHEN_STABLE}
     */
    public HoldQueue(final int workers, final int capacityPackets, final ReleaseCheck check) {
        this.workers = workers;
        this.check = check;
        // A batch has a packet at least: where there is room for the packets, there is for the batch.
        ring = RingBuffer.createSingleProducer(Held::new, capacityPackets, new YieldingWaitStrategy());
        ring.addGatingSequences(head);
        packets = new Packet[capacityPackets];
        mask = capacityPackets - 1;
        vectors = new long[capacityPackets * workers];
    }

    /** Whether the outputs of a burst of this many packets can be held. */
    public boolean hasRoom(final int count) {
        return addedPackets + count - releasedPackets <= packets.length;
    }

    /** Adds outputs of the burst at hand; takes the packets, and drops what finds no room. */
    public void add(final int port, final PacketBatch batch) {
        add(port, batch, 0);
    }

    /**
     * Adds outputs of the burst at hand; takes the packets, and drops what finds no room.
     *
     * @param actor is kept beside them for as long as the burst runs
     */
    public void add(final int port, final PacketBatch batch, final int actor) {
        final int size = batch.size();
        final int fitting = hasRoom(size) ? size : (int) (packets.length - addedPackets + releasedPackets);
        if (fitting > 0) {
            append(port, batch, fitting, actor);
        }
        for (int i = fitting; i < size; i++) {
            overflowCount++;
            batch.get(i).free();
        }
        batch.clear();
    }

    private void append(final int port, final PacketBatch batch, final int count, final int actor) {
        claim();
        final Held held = ring.get(claimed);
        held.first = addedPackets;
        held.count = count;
        held.port = port;
        held.actor = actor;
        final int begin = (int) addedPackets & mask;
        final int untilEnd = Math.min(count, packets.length - begin);
        batch.copyTo(0, packets, begin, untilEnd);
        batch.copyTo(untilEnd, packets, 0, count - untilEnd);
        addedPackets += count;
    }

    private void claim() {
        try {
            claimed = ring.tryNext();
        } catch (final InsufficientCapacityException e) {
            throw new IllegalStateException("there are more batches than packets", e);
        }
    }

    /** Batches of outputs that the burst at hand has added. */
    public int burstBatches() {
        return (int) (claimed - committed);
    }

    /** Hands over the outputs of such a batch, in the order in which they were added. */
    public void readBatch(final int index, final HeldOutputs reader) {
        final Held held = ring.get(committed + 1 + index);
        for (long i = held.first; i < held.end(); i++) {
            reader.onOutput(held.port, packets[(int) i & mask], held.actor);
        }
    }

    /** Ends the burst: its outputs depend on what the vector names. */
    public void commit(final long burst, final ReleaseVector vector) {
        committedBurst = burst;
        if (claimed > committed) {
            commitBatches(burst, vector);
        }
        if (heldPackets() == 0) {
            released.set(burst);
        }
    }

    private void commitBatches(final long burst, final ReleaseVector vector) {
        final Held first = ring.get(committed + 1);
        first.burst = burst;
        first.last = claimed;
        vector.copyTo(vectors, index(committed + 1));
        ring.publish(committed + 1, claimed);
        committed = claimed;
        committedPackets = addedPackets;
        highWaterPackets = Math.max(highWaterPackets, heldPackets());
    }

    /**
     * Lets go, in order, of what has become stable.
     *
     * @return packets let go
     */
    public int release(final StablePositions stable, final PacketSink sink) {
        return release(stable, sink, ReleaseGate.OPEN);
    }

    /**
     * Lets go, in order, of what has become stable, while the gate is open: it is looked at before each call of the sink,
     * because a process may be stopped anywhere, and what it has looked at before is old when it goes on.
     *
     * @return packets let go
     */
    public int release(final StablePositions stable, final PacketSink sink, final ReleaseGate gate) {
        final long before = releasedPackets;
        long burst = released.get();
        long last = head.get();
        while (last < committed && check.mayRelease(vectors, index(last + 1), stable)) {
            final Held first = ring.get(last + 1);
            last = send(last + 1, first.last, sink, gate);
            if (last < first.last) {
                break;
            }
            burst = first.burst;
        }
        if (releasedPackets > before) {
            head.set(last);
        }
        // After the packets have left: who hears of it will not send them again.
        released.set(last == committed ? committedBurst : burst);
        return (int) (releasedPackets - before);
    }

    /**
     * Sends the batches of a burst as they were added, put together where they go out of the same port.
     *
     * @return the last that has left; before the burst's last if the gate was shut
     */
    private long send(final long first, final long last, final PacketSink sink, final ReleaseGate gate) {
        long sequence = first;
        while (sequence <= last) {
            final int port = ring.get(sequence).port;
            final long limit = releasedPackets + leaving.capacity();
            long end = releasedPackets;
            while (sequence <= last && ring.get(sequence).port == port && end < limit) {
                end = Math.min(ring.get(sequence).end(), limit);
                sequence += end == ring.get(sequence).end() ? 1 : 0;
            }
            if (!gate.isOpen()) {
                return keepRest(first, last);
            }
            transmit(port, end, sink);
        }
        return last;
    }

    private void transmit(final int port, final long end, final PacketSink sink) {
        final int begin = (int) releasedPackets & mask;
        final int count = (int) (end - releasedPackets);
        final int untilEnd = Math.min(count, packets.length - begin);
        leaving.addFrom(packets, begin, untilEnd);
        leaving.addFrom(packets, 0, count - untilEnd);
        sink.transmit(port, leaving);
        releasedPackets = end;
    }

    /** What is left of a burst after some of it has been sent waits under the same vector; returns the last that has left. */
    private long keepRest(final long first, final long last) {
        long next = first;
        while (ring.get(next).end() <= releasedPackets) {
            next++;
        }
        final Held rest = ring.get(next);
        rest.count = (int) (rest.end() - releasedPackets);
        rest.first = releasedPackets;
        rest.burst = ring.get(first).burst;
        rest.last = last;
        System.arraycopy(vectors, index(first), vectors, index(next), workers);
        return next - 1;
    }

    /** Frees all packets held, which are never sent. */
    public int dropAll() {
        final int dropped = (int) (addedPackets - releasedPackets);
        for (long i = releasedPackets; i < addedPackets; i++) {
            packets[(int) i & mask].free();
        }
        if (claimed > committed) {
            ring.publish(committed + 1, claimed);
            committed = claimed;
        }
        committedPackets = addedPackets;
        releasedPackets = addedPackets;
        head.set(claimed);
        return dropped;
    }

    /** Starts a log epoch, in which burst numbers begin again; nothing may be held. */
    public void startEpoch() {
        assert heldPackets() == 0 : "held packets of an earlier epoch";
        released.set(0);
        committedBurst = 0;
    }

    /** Last burst of this worker whose outputs have all been let go; any thread may ask. */
    public long releasedBurst() {
        return released.get();
    }

    public int heldPackets() {
        return (int) (committedPackets - releasedPackets);
    }

    /** Most packets held at a time. */
    public int highWaterPackets() {
        return highWaterPackets;
    }

    public int capacityPackets() {
        return packets.length;
    }

    /** Outputs dropped because the ring was full. */
    public long overflowCount() {
        return overflowCount;
    }

    private int index(final long sequence) {
        return (int) (sequence & mask) * workers;
    }
}
