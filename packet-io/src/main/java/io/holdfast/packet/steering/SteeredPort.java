package io.holdfast.packet.steering;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;

/**
 * A port whose queue w gives the packets of worker w, wherever the device put them.
 *
 * <p>Each worker receives from the device's queue of its own number, keeps what {@link FlowSteering} says is its own,
 * and hands the rest over. What was handed to it comes first in its batch, as it has waited longer. So packets that came
 * by one device queue stay in order within their flow; between two device queues there is no order to keep.
 *
 * <p>Worker w's thread calls with queue w only. A worker that does not receive (its log is under back-pressure) lets
 * hand-overs to it fill, and their overflow is dropped and counted: it is to a worker what a NIC's queue is.
 */
public final class SteeredPort implements PacketPort {
    /**
     * Packets that may be on the way from one worker to another, per port. A worker's pool must have so many to spare
     * for each of the others.
     */
    public static final int CAPACITY_PACKETS = 512;

    /** Bursts received at most in the search for one of our own. */
    private static final int MAX_BURSTS = 4;

    /** One part in so many of a batch is not filled with hand-overs. */
    private static final int RESERVED_PART = 4;

    /** Ints from one worker's number to the next one's: two cache lines. */
    private static final int STRIDE = 32;

    private final PacketPort device;
    private final FlowSteering steering;
    private final HandOver[][] fromTo;
    /** Whose hand-overs a worker takes first: another's each time, so that none is left out. */
    private final int[] firstOther;

    private SteeredPort(final PacketPort device, final FlowSteering steering, final int capacityPackets) {
        this.device = device;
        this.steering = steering;
        final int workers = steering.workers();
        firstOther = new int[workers * STRIDE];
        fromTo = new HandOver[workers][workers];
        for (int from = 0; from < workers; from++) {
            for (int to = 0; to < workers; to++) {
                fromTo[from][to] = from == to ? null : new HandOver(capacityPackets);
            }
        }
    }

    /** Puts steering before a device; with one worker that is the device itself. */
    public static PacketPort over(final PacketPort device, final FlowSteering steering) {
        return steering.workers() == 1 ? device : withCapacity(device, steering, CAPACITY_PACKETS);
    }

    /**
     * Puts steering before a device.
     *
     * @param device with a queue for each worker
     * @param capacityPackets that may be on the way from one worker to another, a power of two from 2 on
     */
    public static SteeredPort withCapacity(
            final PacketPort device, final FlowSteering steering, final int capacityPackets) {
        if (capacityPackets < 2 || Integer.bitCount(capacityPackets) != 1) {
            throw new IllegalArgumentException("capacityPackets must be a power of two from 2 on: " + capacityPackets);
        }
        if (device.queueCount() < steering.workers()) {
            throw new IllegalArgumentException("port " + device.name() + " needs a queue for each of the "
                    + steering.workers() + " workers: " + device.queueCount());
        }
        return new SteeredPort(device, steering, capacityPackets);
    }

    @Override
    public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
        final int begin = batch.size();
        takeHandedOver(queue, pool, batch);
        if (!batch.isFull()) {
            receiveOwn(queue, pool, batch);
        }
        return batch.size() - begin;
    }

    /** Leaves room in the batch, so that the others' packets in the device's queue do not wait for ever. */
    private void takeHandedOver(final int worker, final PacketPool pool, final PacketBatch batch) {
        final HandOver[] toOthers = fromTo[worker];
        final int limit = batch.capacity() - batch.remaining() / RESERVED_PART;
        int other = firstOther[worker * STRIDE];
        firstOther[worker * STRIDE] = next(other);
        for (int i = 0; i < toOthers.length; i++) {
            if (other != worker) {
                toOthers[other].reclaim();
                fromTo[other][worker].take(pool, batch, limit);
            }
            other = next(other);
        }
    }

    private int next(final int worker) {
        return worker + 1 == fromTo.length ? 0 : worker + 1;
    }

    private void receiveOwn(final int worker, final PacketPool pool, final PacketBatch batch) {
        final int begin = batch.size();
        int received = 1;
        for (int burst = 0; burst < MAX_BURSTS && received > 0 && batch.size() == begin; burst++) {
            received = device.receive(worker, pool, batch);
            keepOwn(worker, batch, begin);
        }
    }

    /** Hands over what belongs to others, and closes the gaps. */
    private void keepOwn(final int worker, final PacketBatch batch, final int begin) {
        final HandOver[] toOthers = fromTo[worker];
        final int end = batch.size();
        int kept = begin;
        for (int i = begin; i < end; i++) {
            final Packet packet = batch.get(i);
            final int owner = steering.worker(packet);
            if (owner == worker) {
                batch.set(kept++, packet);
            } else {
                toOthers[owner].offer(packet);
            }
        }
        batch.size(kept);
    }

    /** Counts of the hand-overs; from any thread. */
    public SteeringStatistics steeringStatistics() {
        long handedOver = 0;
        long overflows = 0;
        for (int from = 0; from < fromTo.length; from++) {
            for (int to = 0; to < fromTo.length; to++) {
                handedOver += from == to ? 0 : fromTo[from][to].handedOverPackets();
                overflows += from == to ? 0 : fromTo[from][to].overflowPackets();
            }
        }
        return new SteeringStatistics(handedOver, overflows);
    }

    /**
     * Packets that a worker has received and handed over so far: work that {@link #receive} does not return, which a
     * duty cycle should heed before it rests.
     */
    public long handedOverBy(final int worker) {
        long sum = 0;
        for (int to = 0; to < fromTo.length; to++) {
            sum += to == worker ? 0 : fromTo[worker][to].handedOverPackets() + fromTo[worker][to].overflowPackets();
        }
        return sum;
    }

    @Override
    public int transmit(final int queue, final PacketBatch batch) {
        return device.transmit(queue, batch);
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public int queueCount() {
        return steering.workers();
    }

    @Override
    public long macAddress() {
        return device.macAddress();
    }

    @Override
    public boolean isLinkUp() {
        return device.isLinkUp();
    }

    /** The device's counts: packets count where they arrived. */
    @Override
    public PortStatistics statistics() {
        return device.statistics();
    }

    /** Ends what is on the way, then closes the device. The workers have stopped using the port. */
    @Override
    public void close() {
        clear();
        device.close();
    }

    /** Ends what is on the way; the workers have stopped using the port. */
    void clear() {
        for (int from = 0; from < fromTo.length; from++) {
            for (int to = 0; to < fromTo.length; to++) {
                if (from != to) {
                    fromTo[from][to].clear();
                }
            }
        }
    }
}
