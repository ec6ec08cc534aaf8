package io.holdfast.element.standard;

import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Timer;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Holds one worker's packets for neighbours that are not known yet, and keeps asking for them.
 *
 * <p>An answer that another worker got is found in the shared table, when the next packet for the neighbour comes or at
 * the next tick, whichever is first.
 */
final class NeighbourQueues {
    /** How soon a worker looks whether another one got the answer. */
    private static final long SHARED_CHECK_NS = 10_000_000L;

    private static final int NONE = PendingNeighbours.NONE;

    private final ElementContext context;
    private final ArpSettings settings;
    private final ArpCounters counters;
    private final NeighbourTable neighbours;
    private final ArpTransmitter transmitter;
    private final PendingNeighbours pending;
    private final WaitingPackets packets;
    private final Timer timer;

    NeighbourQueues(
            final ElementContext context,
            final ArpSettings settings,
            final ArpCounters counters,
            final NeighbourTable neighbours,
            final ArpTransmitter transmitter) {
        this.context = context;
        this.settings = settings;
        this.counters = counters;
        this.neighbours = neighbours;
        this.transmitter = transmitter;
        final int unknown = ArpSettings.MAX_PENDING_NEIGHBOURS;
        pending = new PendingNeighbours(context.localState("pending", PendingNeighbours.lengthBytes(unknown)), unknown);
        final int capacity = settings.capacityPackets();
        packets = new WaitingPackets(
                context.localState("waiting", WaitingPackets.lengthBytes(capacity)), context.pool(), capacity);
        timer = context.timer(this::onTick);
    }

    boolean isPending(final int ip) {
        return pending.count() > 0 && pending.find(ip) != NONE;
    }

    /** Packets that wait. */
    int waiting() {
        int waiting = 0;
        for (int i = 0; i < pending.count(); i++) {
            waiting += pending.waiting(i);
        }
        return waiting;
    }

    /** Takes a packet for an unknown neighbour: holds it and asks, or drops it where a limit says so. */
    void hold(final Packet packet, final int ip, final long nowNs) {
        int index = pending.find(ip);
        if (index == NONE) {
            index = pending.add(ip);
            if (index == NONE) {
                drop(packet, counters.tooManyNeighbours);
                return;
            }
            ask(index, nowNs);
            scheduleTick(nowNs);
        }
        if (pending.waiting(index) == settings.packetsPerNeighbour()) {
            drop(packets.take(pending.dequeue(index, packets)), counters.queueFull);
        }
        enqueue(index, packet);
    }

    private void enqueue(final int index, final Packet packet) {
        int slot = packets.store(packet);
        if (slot == NONE && pending.waiting(index) > 0) {
            drop(packets.take(pending.dequeue(index, packets)), counters.queueFull);
            slot = packets.store(packet);
        }
        if (slot == NONE) {
            drop(packet, counters.queueFull);
        } else {
            pending.enqueue(index, slot, packets);
        }
    }

    private void ask(final int index, final long nowNs) {
        pending.noteQuery(index, nowNs + ArpSettings.QUERY_INTERVAL_NS);
        transmitter.query(pending.address(index), EthernetHeader.BROADCAST);
    }

    /** Sends what waits for a neighbour that has become known, oldest first. */
    void release(final int ip, final long mac) {
        final int index = pending.count() == 0 ? NONE : pending.find(ip);
        if (index != NONE) {
            releaseRecord(index, mac);
        }
    }

    private void releaseRecord(final int index, final long mac) {
        for (int slot = pending.dequeue(index, packets); slot != NONE; slot = pending.dequeue(index, packets)) {
            final Packet packet = packets.take(slot);
            if (packet != null) {
                transmitter.send(packet, mac);
            }
        }
        pending.remove(index);
    }

    private void onTick() {
        final long nowNs = context.timeNs();
        for (int i = pending.count() - 1; i >= 0; i--) {
            final long mac = neighbours.find(pending.address(i), nowNs, 0);
            if (mac != NeighbourTable.UNKNOWN) {
                releaseRecord(i, mac);
            } else if (nowNs >= pending.nextQueryNs(i)) {
                askAgain(i, nowNs);
            }
        }
        scheduleTick(nowNs);
        transmitter.flush();
    }

    private void askAgain(final int index, final long nowNs) {
        if (pending.queriesSent(index) < ArpSettings.MAX_QUERIES) {
            ask(index, nowNs);
            return;
        }
        for (int slot = pending.dequeue(index, packets); slot != NONE; slot = pending.dequeue(index, packets)) {
            drop(packets.take(slot), counters.unreachable);
        }
        pending.remove(index);
    }

    private void scheduleTick(final long nowNs) {
        final int count = pending.count();
        if (count == 0) {
            timer.clear();
            return;
        }
        long deadlineNs = context.workers() > 1 ? nowNs + SHARED_CHECK_NS : Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            deadlineNs = Math.min(deadlineNs, pending.nextQueryNs(i));
        }
        timer.schedule(deadlineNs);
    }

    private static void drop(final Packet packet, final StatisticsCounter reason) {
        reason.increment();
        if (packet != null) {
            packet.free();
        }
    }

    void close() {
        packets.close();
    }
}
