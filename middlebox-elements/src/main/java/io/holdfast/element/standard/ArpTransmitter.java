package io.holdfast.element.standard;

import io.holdfast.element.ElementContext;
import io.holdfast.element.OutputLanes;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.ArpHeader;
import io.holdfast.packet.header.EthernetHeader;

/** Gives packets their Ethernet headers and makes ARP queries, for an ARPQuerier. */
final class ArpTransmitter {
    private final ElementContext context;
    private final ArpSettings settings;
    private final ArpCounters counters;
    private final OutputLanes lanes;

    /**
     * Makes a transmitter.
     *
     * @param lanes one for everything, or two, the second for queries
     */
    ArpTransmitter(
            final ElementContext context,
            final ArpSettings settings,
            final ArpCounters counters,
            final OutputLanes lanes) {
        this.context = context;
        this.settings = settings;
        this.counters = counters;
        this.lanes = lanes;
    }

    /** Encapsulates a packet and puts it into its lane. */
    void send(final Packet packet, final long mac) {
        if (encapsulate(packet, mac)) {
            gather(packet);
        }
    }

    /** Gives a packet its header; false if it had no room for one and is gone. */
    boolean encapsulate(final Packet packet, final long mac) {
        if (!packet.prepend(EthernetHeader.LENGTH)) {
            counters.noRoom.increment();
            packet.free();
            return false;
        }
        EthernetFrames.writeHeader(packet, mac, settings.mac(), EthernetHeader.TYPE_IPV4);
        return true;
    }

    /** Puts a packet that has its header into its lane. */
    void gather(final Packet packet) {
        lanes.add(0, packet);
    }

    /** Puts a query for a neighbour into its lane. */
    void query(final int ip, final long destinationMac) {
        final Packet packet = EthernetFrames.newArp(context.pool(), destinationMac, settings.mac(), ArpHeader.REQUEST);
        if (packet == null) {
            counters.noBuffer.increment();
            return;
        }
        ArpHeader.sender(packet, EthernetHeader.LENGTH, settings.mac(), settings.ip());
        ArpHeader.target(packet, EthernetHeader.LENGTH, 0, ip);
        counters.queries.increment();
        lanes.add(lanes.count() - 1, packet);
    }

    /** Pushes what is in the lanes. */
    void flush() {
        lanes.flush();
    }
}
