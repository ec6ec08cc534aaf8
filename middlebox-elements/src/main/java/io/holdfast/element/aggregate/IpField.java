package io.holdfast.element.aggregate;

import io.holdfast.element.PayloadBounds;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Some bits of an IPv4 packet: a run of 1 to 32 of them, counted from its IP header, its transport header or its payload.
 *
 * @param origin what the offset is counted from
 * @param protocols protocol numbers that have the field; none: all
 * @param bitOffset of its first bit
 * @param bitLength of it, in [1, 32]
 */
record IpField(Origin origin, int[] protocols, int bitOffset, int bitLength) {
    static final long MISSING = -1;
    static final int MAX_BITS = 32;

    /** What an offset is counted from. */
    enum Origin {
        NETWORK,
        TRANSPORT,
        PAYLOAD
    }

    /** The field's value, unsigned; {@link #MISSING} if a packet has it not. */
    long value(final Packet packet) {
        if (!packet.hasNetworkHeader() || !Ipv4Header.fits(packet, packet.networkOffset())) {
            return MISSING;
        }
        final int network = packet.networkOffset();
        if (!hasProtocol(Ipv4Header.protocol(packet, network))
                || origin != Origin.NETWORK && Ipv4Header.fragmentOffset(packet, network) != 0) {
            return MISSING;
        }
        final int begin = begin(packet, network);
        final int first = begin + bitOffset / Byte.SIZE;
        final int last = begin + (bitOffset + bitLength - 1) / Byte.SIZE;
        final int end = Math.min(packet.knownLength(), network + Ipv4Header.totalLength(packet, network));
        if (last >= end) {
            return MISSING;
        }
        long bytes = 0;
        for (int i = first; i <= last; i++) {
            bytes = bytes << Byte.SIZE | packet.getByte(i);
        }
        final int surplus = (last - begin + 1) * Byte.SIZE - bitOffset - bitLength;
        return bytes >>> surplus & (1L << bitLength) - 1;
    }

    private boolean hasProtocol(final int protocol) {
        for (final int one : protocols) {
            if (one == protocol) {
                return true;
            }
        }
        return protocols.length == 0;
    }

    private int begin(final Packet packet, final int network) {
        return switch (origin) {
            case NETWORK -> network;
            case TRANSPORT -> network + Ipv4Header.headerLength(packet, network);
            case PAYLOAD -> PayloadBounds.begin(packet, network);
        };
    }
}
