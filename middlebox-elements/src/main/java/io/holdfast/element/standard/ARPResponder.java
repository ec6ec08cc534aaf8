package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.ArpHeader;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers ARP requests (RFC 826) for addresses: {@code ARPResponder(IP[/MASK] ... ETH, ...)}.
 *
 * <p>Takes whole Ethernet frames. A request for a listed address leaves as its reply by output 0; anything else goes to
 * output 1, or is dropped ({@code drops.notForUs}). An announcement of one of our own addresses is never answered: it is
 * our peer's, or, from another MAC, an address conflict, which is counted ({@code conflicts}).
 *
 * <p>{@link #announce()} tells the neighbours where every single address (a /32) is now, by output 0: once as a request
 * (RFC 5227 section 3) and once as a reply, for hosts that heed only one of them.
 */
public final class ARPResponder extends Element {
    private static final int ARP = EthernetHeader.LENGTH;

    private record Owned(Ipv4Prefix prefix, long mac) {}

    private final List<Owned> parsed = new ArrayList<>();
    private final PacketBatch announcements = new PacketBatch();
    private Owned[] owned;
    private ElementContext context;
    private RejectLane lanes;
    private StatisticsCounter replies;
    private StatisticsCounter conflicts;
    private StatisticsCounter notForUs;
    private StatisticsCounter announced;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        int number = 0;
        for (final String text : arguments.rest()) {
            try {
                parse(text);
            } catch (final IllegalArgumentException e) {
                arguments.error("ENTRY" + number + ": " + e.getMessage());
            }
            number++;
        }
        if (number == 0) {
            arguments.error("ENTRY0: required argument missing");
        }
        arguments.finish();
    }

    private void parse(final String text) {
        final List<String> words = List.of(text.strip().split("\\s+", -1));
        if (words.size() < 2) {
            throw new IllegalArgumentException("expected 'IP[/MASK] ... ETH', not: " + text);
        }
        final long mac = Addresses.parseEther(words.getLast());
        for (final String prefix : words.subList(0, words.size() - 1)) {
            parsed.add(new Owned(Ipv4Prefix.parse(prefix), mac));
        }
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        owned = parsed.toArray(Owned[]::new);
        lanes = new RejectLane(output(0), outputCount() > 1 ? output(1) : null);
        replies = context.statistics("replies");
        conflicts = context.statistics("conflicts");
        notForUs = context.statistics(outputCount() > 1 ? "notForUs" : "drops.notForUs");
        announced = context.statistics("announced");
        noBuffer = context.statistics("announceFailures");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + ArpHeader.LENGTH;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final Owned entry = entryAskedFor(packet);
            if (entry == null) {
                notForUs.increment();
                lanes.reject(packet);
            } else {
                answer(packet, entry.mac());
                replies.increment();
                lanes.pass(packet);
            }
        }
        batch.clear();
        lanes.flush();
    }

    private Owned entryAskedFor(final Packet packet) {
        if (!EthernetHeader.fits(packet, 0)
                || EthernetHeader.type(packet, 0) != EthernetHeader.TYPE_ARP
                || !ArpHeader.fits(packet, ARP)
                || ArpHeader.operation(packet, ARP) != ArpHeader.REQUEST
                || EthernetHeader.isGroup(ArpHeader.senderMac(packet, ARP))) {
            return null;
        }
        final Owned sender = find(ArpHeader.senderIp(packet, ARP));
        if (sender != null && sender.prefix().isHost()) {
            if (sender.mac() != ArpHeader.senderMac(packet, ARP)) {
                conflicts.increment();
            }
            return null;
        }
        return find(ArpHeader.targetIp(packet, ARP));
    }

    private Owned find(final int ip) {
        for (final Owned entry : owned) {
            if (entry.prefix().contains(ip)) {
                return entry;
            }
        }
        return null;
    }

    private static void answer(final Packet packet, final long mac) {
        final long asker = ArpHeader.senderMac(packet, ARP);
        final int askerIp = ArpHeader.senderIp(packet, ARP);
        final int askedFor = ArpHeader.targetIp(packet, ARP);
        EthernetFrames.writeHeader(packet, asker, mac, EthernetHeader.TYPE_ARP);
        ArpHeader.initialize(packet, ARP, ArpHeader.REPLY);
        ArpHeader.sender(packet, ARP, mac, askedFor);
        ArpHeader.target(packet, ARP, asker, askerIp);
    }

    @Override
    public void announce() {
        for (final Owned entry : owned) {
            if (entry.prefix().isHost()) {
                announce(entry, ArpHeader.REQUEST, 0);
                announce(entry, ArpHeader.REPLY, EthernetHeader.BROADCAST);
            }
        }
        output(0).push(announcements);
    }

    private void announce(final Owned entry, final int operation, final long targetMac) {
        final Packet packet = EthernetFrames.newArp(context.pool(), EthernetHeader.BROADCAST, entry.mac(), operation);
        if (packet == null) {
            noBuffer.increment();
            return;
        }
        final int ip = entry.prefix().address();
        ArpHeader.sender(packet, ARP, entry.mac(), ip);
        ArpHeader.target(packet, ARP, targetMac, ip);
        if (announcements.isFull()) {
            output(0).push(announcements);
        }
        announcements.add(packet);
        announced.increment();
    }
}
