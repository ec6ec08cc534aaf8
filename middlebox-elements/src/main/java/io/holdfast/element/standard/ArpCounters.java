package io.holdfast.element.standard;

import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;

/** Statistics of an ARPQuerier: every packet that it does not pass on is in exactly one {@code drops} counter. */
final class ArpCounters {
    final StatisticsCounter queries;
    final StatisticsCounter polls;

    /** ARP frames of other hosts. Every frame at input 1 is in one of this and the next four. */
    final StatisticsCounter heard;

    /** ARP frames with our own address and MAC: our peer's. */
    final StatisticsCounter own;

    /** ARP frames of another host that uses our address. */
    final StatisticsCounter conflicts;

    /** ARP frames whose sender is no host. */
    final StatisticsCounter badSender;

    /** Frames at input 1 that are no ARP. */
    final StatisticsCounter malformed;

    /** Queries that could not be sent for want of a buffer. */
    final StatisticsCounter noBuffer;

    /** Packets whose neighbour did not answer. */
    final StatisticsCounter unreachable;

    /** The oldest packets of full queues. */
    final StatisticsCounter queueFull;

    /** Packets for one more unknown neighbour than can be asked for. */
    final StatisticsCounter tooManyNeighbours;

    /** Packets without headroom for an Ethernet header. */
    final StatisticsCounter noRoom;

    ArpCounters(final ElementContext context) {
        queries = context.statistics("queries");
        polls = context.statistics("polls");
        heard = context.statistics("arp.heard");
        own = context.statistics("arp.own");
        conflicts = context.statistics("arp.conflicts");
        badSender = context.statistics("arp.badSender");
        malformed = context.statistics("drops.malformed");
        noBuffer = context.statistics("queryFailures");
        unreachable = context.statistics("drops.unreachable");
        queueFull = context.statistics("drops.queueFull");
        tooManyNeighbours = context.statistics("drops.tooManyNeighbours");
        noRoom = context.statistics("drops.noRoom");
    }

    /** Packets of input 0 that were dropped. */
    long drops() {
        return unreachable.get() + queueFull.get() + tooManyNeighbours.get() + noRoom.get();
    }
}
