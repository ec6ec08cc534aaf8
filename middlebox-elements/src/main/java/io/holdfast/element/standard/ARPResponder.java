package io.holdfast.element.standard;

import io.holdfast.element.ArgumentScope;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.ArpHeader;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Answers ARP requests (RFC 826) for addresses: {@code ARPResponder(IP[/MASK] ... ETH, ...)}. A name
 * that {@code AddressInfo} gives both an IP and an Ethernet address may stand alone.
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
                parse(text, arguments.scope());
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

    private void parse(final String text, final ArgumentScope scope) {
        final List<String> words = List.of(text.strip().split("\\s+", -1));
        final OptionalLong mac = scope.names().ether(scope.elementName(), words.getLast());
        final boolean isNameOfBoth = words.size() == 1 && mac.isPresent();
        if (words.size() < 2 && !isNameOfBoth) {
            throw new IllegalArgumentException("expected 'IP[/MASK] ... ETH', not: " + text);
        }
        if (mac.isEmpty()) {
            throw new IllegalArgumentException("not an Ethernet address: " + words.getLast());
        }
        for (final String prefix : isNameOfBoth ? words : words.subList(0, words.size() - 1)) {
            parsed.add(new Owned(prefix(prefix, scope), mac.getAsLong()));
        }
    }

    /** A name that has both an address and a network means the address; {@code NAME:ipnet} is the network. */
    private static Ipv4Prefix prefix(final String text, final ArgumentScope scope) {
        final OptionalInt address = scope.names().ip(scope.elementName(), text);
        if (address.isPresent()) {
            return new Ipv4Prefix(address.getAsInt(), Integer.SIZE);
        }
        final IpPrefix network = scope.names().prefix(scope.elementName(), text, false);
        return network == null ? Ipv4Prefix.parse(text) : new Ipv4Prefix(network.address(), length(network.mask()));
    }

    private static int length(final int mask) {
        final int length = Integer.bitCount(mask);
        if (mask != Ipv4Prefix.mask(length)) {
            throw new IllegalArgumentException("not a contiguous mask: " + Addresses.formatIp(mask));
        }
        return length;
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
    public boolean staysInHeaders() {
        return true;
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
