package io.holdfast.element.icmp;

import io.holdfast.element.ip.AddressLists;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketType;
import io.holdfast.packet.header.Ipv4Header;

/** About which packets there may be an ICMP error message (RFC 1812 section 4.3.2.7). */
final class ErrorRules {
    private static final int LOOPBACK = 127;

    private ErrorRules() {}

    /** Whether a type of message reports an error; about those there is no message. */
    static boolean isErrorType(final int type) {
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    static boolean isForbidden(final Packet packet, final int network, final int[] badAddresses) {
        final int source = Ipv4Header.source(packet, network);
        final int destination = Ipv4Header.destination(packet, network);
        return packet.type() == PacketType.BROADCAST
                || packet.type() == PacketType.MULTICAST
                || Ipv4Header.fragmentOffset(packet, network) != 0
                || !isHost(source)
                || Ipv4Header.isGroup(destination)
                || AddressLists.contains(badAddresses, source)
                || AddressLists.contains(badAddresses, destination)
                || isError(packet, network);
    }

    /** Whether an address may be a single host's: not of network 0, loopback, a group or everybody. */
    private static boolean isHost(final int address) {
        final int first = address >>> 24;
        return first != 0 && first != LOOPBACK && !Ipv4Header.isGroup(address);
    }

    private static boolean isError(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_ICMP) {
            return false;
        }
        final int transport = network + Ipv4Header.headerLength(packet, network);
        return transport >= packet.knownLength() || isErrorType(packet.getByte(transport));
    }
}
