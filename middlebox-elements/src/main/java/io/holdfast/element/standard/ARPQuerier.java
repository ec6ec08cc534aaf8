package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.SoftState;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.ArpHeader;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Puts Ethernet headers on IP packets, for neighbours that it finds by ARP (RFC 826):
 * {@code ARPQuerier(IP, ETH [, keywords])}.
 *
 * <p>Input 0 takes IP packets (without an Ethernet header) whose destination annotation is the next hop. Input 1 takes
 * whole ARP frames, from which neighbours are learnt. Encapsulated packets leave by output 0, and so do queries unless
 * output 1 is connected. Keywords and limits: {@link ArpSettings}.
 *
 * <p>A packet for a neighbour not yet known waits while queries are sent, {@link ArpSettings#MAX_QUERIES} of them one
 * second apart, then all that wait for it are dropped ({@code drops.unreachable}). A full queue drops its oldest packet
 * ({@code drops.queueFull}; RFC 1122 section 2.3.2.2: keep the latest). A neighbour in use is polled by unicast before its
 * entry expires, so that traffic never stops for it.
 *
 * <p>Requests and replies alike update a neighbour that is known; one that is not is added only if it speaks to us, or if
 * we asked for it: other hosts' conversations do not fill the table.
 */
public final class ARPQuerier extends Element {
    private static final int ARP = EthernetHeader.LENGTH;
    private static final int IP_INPUT = 0;
    private static final long MULTICAST_MAC = 0x0100_5e00_0000L;
    private static final int MULTICAST_BITS = 0x7f_ffff;
    private static final int FIRST_BEYOND_MULTICAST = 0xf000_0000;

    private ArpSettings settings;
    private ElementContext context;
    private NeighbourTable neighbours;
    private NeighbourQueues queues;
    private ArpTransmitter transmitter;
    private ArpCounters counters;

    @SoftState("of use within one push")
    private boolean readsForEach;

    @SoftState("of use within one push")
    private long nowNs;

    @SoftState("of use within one push")
    private int lastIp;

    @SoftState("of use within one push")
    private long lastMac;

    @Override
    public void configure(final Arguments arguments) {
        settings = ArpSettings.take(arguments);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        counters = new ArpCounters(context);
        neighbours = new NeighbourTable(context, settings.capacityNeighbours(), settings.timeoutNs());
        final OutputLanes lanes = outputCount() > 1
                ? new OutputLanes(context, output(0), output(1))
                : new OutputLanes(context, output(0));
        transmitter = new ArpTransmitter(context, settings, counters, lanes);
        queues = new NeighbourQueues(context, settings, counters, neighbours, transmitter);
        new ArpAgeing(context, neighbours, settings.timeoutNs()).start();
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + ArpHeader.LENGTH;
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        nowNs = context.timeNs();
        lastMac = NeighbourTable.UNKNOWN;
        readsForEach = context.readsForEach();
        if (input == IP_INPUT) {
            takeIp(batch);
        } else {
            takeArp(batch);
        }
        transmitter.flush();
    }

    /**
     * Gives packets their headers where they are, in the batch, as long as nothing else is to be sent; from then on all
     * gather in lanes, so that their order stays.
     */
    private void takeIp(final PacketBatch batch) {
        final int count = batch.size();
        int kept = 0;
        boolean gathers = false;
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            context.actFor(packet);
            final boolean isQuiet = lookUp(packet.destinationIp());
            if (!isQuiet && !gathers) {
                gather(batch, kept);
                gathers = true;
            }
            if (!isQuiet) {
                takeLoud(packet);
            } else if (transmitter.encapsulate(packet, lastMac)) {
                if (gathers) {
                    transmitter.gather(packet);
                } else {
                    batch.set(kept++, packet);
                }
            }
        }
        context.actForAll();
        if (gathers) {
            batch.clear();
        } else {
            batch.size(kept);
            output(0).push(batch);
        }
    }

    private void gather(final PacketBatch batch, final int count) {
        for (int i = 0; i < count; i++) {
            transmitter.gather(batch.get(i));
        }
    }

    /** Looks for the next hop's address. Returns whether it is known and nothing is to be done but to use it. */
    private boolean lookUp(final int nextHop) {
        if (!readsForEach && nextHop == lastIp && lastMac != NeighbourTable.UNKNOWN) {
            return true;
        }
        lastIp = nextHop;
        if (isForGroup(nextHop)) {
            lastMac = groupMac(nextHop);
            return true;
        }
        lastMac = neighbours.find(nextHop, nowNs, settings.pollNs());
        return lastMac != NeighbourTable.UNKNOWN && !neighbours.needsPoll() && !queues.isPending(nextHop);
    }

    /** Takes a packet whose next hop, the last one looked for, is not known, is to be polled, or has just become known. */
    private void takeLoud(final Packet packet) {
        if (lastMac == NeighbourTable.UNKNOWN) {
            queues.hold(packet, lastIp, nowNs);
            return;
        }
        if (neighbours.needsPoll()) {
            neighbours.notePoll(lastIp, nowNs);
            counters.polls.increment();
            transmitter.query(lastIp, lastMac);
        }
        queues.release(lastIp, lastMac);
        transmitter.send(packet, lastMac);
    }

    private boolean isForGroup(final int nextHop) {
        return Ipv4Header.isGroup(nextHop) || nextHop == settings.broadcastIp() && nextHop != 0;
    }

    /** RFC 1112 section 6.4; everything that is no multicast is broadcast. */
    private static long groupMac(final int ip) {
        final boolean isMulticast = Ipv4Header.isGroup(ip) && Integer.compareUnsigned(ip, FIRST_BEYOND_MULTICAST) < 0;
        return isMulticast ? MULTICAST_MAC | ip & MULTICAST_BITS : EthernetHeader.BROADCAST;
    }

    private void takeArp(final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            context.actFor(batch.get(i));
            takeArp(batch.get(i));
        }
        batch.clear();
        context.actForAll();
    }

    private void takeArp(final Packet packet) {
        if (!EthernetHeader.fits(packet, 0)
                || EthernetHeader.type(packet, 0) != EthernetHeader.TYPE_ARP
                || !ArpHeader.fits(packet, ARP)) {
            counters.malformed.increment();
        } else {
            learn(packet);
        }
        packet.free();
    }

    private void learn(final Packet packet) {
        final int ip = ArpHeader.senderIp(packet, ARP);
        final long mac = ArpHeader.senderMac(packet, ARP);
        if (ip == settings.ip()) {
            (mac == settings.mac() ? counters.own : counters.conflicts).increment();
            return;
        }
        if (ip == 0 || Ipv4Header.isGroup(ip) || mac == 0 || EthernetHeader.isGroup(mac)) {
            counters.badSender.increment();
            return;
        }
        final boolean mayAdd = ArpHeader.targetIp(packet, ARP) == settings.ip() || queues.isPending(ip);
        neighbours.learn(ip, mac, mayAdd, nowNs);
        counters.heard.increment();
        lastMac = NeighbourTable.UNKNOWN;
        if (queues.isPending(ip)) {
            queues.release(ip, mac);
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("table", () -> neighbours.report(context.timeNs()));
        handlers.read("count", () -> Integer.toString(neighbours.size()));
        handlers.read("length", () -> Integer.toString(queues.waiting()));
        handlers.read("queries", () -> Long.toString(counters.queries.get()));
        handlers.read("drops", () -> Long.toString(counters.drops()));
    }

    @Override
    public void close() {
        if (queues != null) {
            queues.close();
        }
    }
}
