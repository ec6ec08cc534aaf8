package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.Ipv4Header;
import java.util.Arrays;

/**
 * The options of an IPv4 header that every router has to act on: record route and timestamp (RFC 791, RFC 1812 sections
 * 4.2.2.2 and 5.2.4).
 *
 * <p>A bad option leaves the header as it is; its place goes into the packet's ICMP parameter problem annotation.
 */
final class GatewayOptions {
    static final Parameter<Integer> MYADDR =
            Parameter.mandatory("MYADDR", ArgumentTypes.IP, "", "address of the interface that packets leave by");
    static final Parameter<String> OTHERADDRS =
            Parameter.optional("OTHERADDRS", ArgumentTypes.TEXT, "", "", "addresses of the router's other interfaces");

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int RECORD_ROUTE = 7;
    private static final int TIMESTAMP = 68;
    private static final int TIMES_ONLY = 0;
    private static final int TIMES_AND_ADDRESSES = 1;
    private static final int TIMES_OF_GIVEN = 3;
    private static final int NONE = 0;
    private static final long DAY_MS = 86_400_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final int address;
    private final int[] ownAddresses;

    /**
     * Takes the router's addresses.
     *
     * @param address of the interface that packets leave by
     * @param others of the other interfaces
     */
    GatewayOptions(final int address, final int[] others) {
        this.address = address;
        ownAddresses = Arrays.copyOf(others, others.length + 1);
        ownAddresses[others.length] = address;
    }

    /** Acts on the options. Returns whether they are right; if not, the annotation says where they are wrong. */
    boolean apply(final Packet packet, final int network, final long timeNs) {
        final int headerLength = Ipv4Header.headerLength(packet, network);
        if (headerLength == Ipv4Header.MIN_LENGTH) {
            return true;
        }
        boolean hasChanged = false;
        int at = Ipv4Header.MIN_LENGTH;
        while (at < headerLength && packet.getByte(network + at) != END) {
            if (packet.getByte(network + at) == NO_OPERATION) {
                at++;
                continue;
            }
            final int length = at + 1 < headerLength ? packet.getByte(network + at + 1) : 0;
            if (length < 2 || at + length > headerLength) {
                return isBad(packet, at + 1, hasChanged, network);
            }
            final int problem = applyOne(packet, network, at, length, timeNs);
            if (problem > NONE) {
                return isBad(packet, problem, hasChanged, network);
            }
            hasChanged |= problem < NONE;
            at += length;
        }
        if (hasChanged) {
            Ipv4Header.fillChecksum(packet, network);
        }
        return true;
    }

    private static boolean isBad(final Packet packet, final int place, final boolean hasChanged, final int network) {
        if (hasChanged) {
            Ipv4Header.fillChecksum(packet, network);
        }
        packet.annotationByte(PacketAnnotations.ICMP_PARAMETER_PROBLEM, place);
        return false;
    }

    /** Returns the place of what is wrong, 0 if nothing was done, less if the header was changed. */
    private int applyOne(final Packet packet, final int network, final int at, final int length, final long timeNs) {
        return switch (packet.getByte(network + at)) {
            case RECORD_ROUTE -> recordRoute(packet, network, at, length);
            case TIMESTAMP -> recordTime(packet, network, at, length, timeNs);
            default -> NONE;
        };
    }

    private int recordRoute(final Packet packet, final int network, final int at, final int length) {
        if (length < 3) {
            return at + 1;
        }
        final int pointer = packet.getByte(network + at + 2);
        if (pointer < 4) {
            return at + 2;
        }
        if (pointer > length) {
            return NONE;
        }
        if (pointer + 3 > length) {
            return at + 2;
        }
        packet.putInt(network + at + pointer - 1, address);
        packet.putByte(network + at + 2, pointer + 4);
        return -1;
    }

    private int recordTime(final Packet packet, final int network, final int at, final int length, final long timeNs) {
        if (length < 4) {
            return at + 1;
        }
        final int pointer = packet.getByte(network + at + 2);
        final int flag = packet.getByte(network + at + 3) & 0xf;
        if (pointer < 5) {
            return at + 2;
        }
        if (flag != TIMES_ONLY && flag != TIMES_AND_ADDRESSES && flag != TIMES_OF_GIVEN) {
            return at + 3;
        }
        final int needed = flag == TIMES_ONLY ? 4 : 8;
        if (pointer > length) {
            return countOverflow(packet, network + at + 3, at + 3);
        }
        if (pointer - 1 + needed > length) {
            return at + 2;
        }
        final int entry = network + at + pointer - 1;
        if (flag == TIMES_OF_GIVEN && !AddressLists.contains(ownAddresses, packet.getInt(entry))) {
            return NONE;
        }
        if (flag == TIMES_AND_ADDRESSES) {
            packet.putInt(entry, address);
        }
        packet.putInt(entry + needed - 4, (int) Math.floorMod(timeNs / NS_PER_MS, DAY_MS));
        packet.putByte(network + at + 2, pointer + needed);
        return -1;
    }

    /** No room is left: the routers that could not say theirs are counted, up to 15. */
    private static int countOverflow(final Packet packet, final int offset, final int place) {
        final int octet = packet.getByte(offset);
        if (octet >>> 4 == 0xf) {
            return place;
        }
        packet.putByte(offset, octet + 0x10);
        return -1;
    }
}
