package io.holdfast.element.transport;

import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.ip.IpElement;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** An element that looks at whole TCP, UDP or ICMP segments; fragments have none. */
public abstract class SegmentElement extends IpElement {
    private StatisticsCounter fragment;
    private StatisticsCounter badLength;

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        fragment = context.statistics("drops.fragment");
        badLength = context.statistics("drops.badLength");
    }

    /** Checksums cover the whole packet. */
    @Override
    public int headerDepthBytes() {
        return Integer.MAX_VALUE;
    }

    /** Counter of fragments. */
    protected final StatisticsCounter fragment() {
        return fragment;
    }

    /** Counter of segments that are shorter than they say, or too short. */
    protected final StatisticsCounter badLength() {
        return badLength;
    }

    /**
     * Bytes behind the network header, as its length field says.
     *
     * @return -1 if the packet does not have them, or not {@code minimumBytes}
     */
    protected static int segmentBytes(final Packet packet, final int network, final int minimumBytes) {
        final int bytes = Ipv4Header.totalLength(packet, network) - Ipv4Header.headerLength(packet, network);
        final boolean isThere = network + Ipv4Header.totalLength(packet, network) <= packet.knownLength();
        return bytes >= minimumBytes && isThere ? bytes : -1;
    }

    /** Checksum of the segment under its pseudo-header; 0 if it contains its own, right, checksum. */
    protected static int checksum(final Packet packet, final int network, final int bytes) {
        final long pseudo = InternetChecksum.pseudoHeaderSum(
                Ipv4Header.source(packet, network),
                Ipv4Header.destination(packet, network),
                Ipv4Header.protocol(packet, network),
                bytes);
        return InternetChecksum.ofTransport(pseudo, packet.address() + transport(packet, network), bytes);
    }

    /** Offset of the transport header. */
    protected static int transport(final Packet packet, final int network) {
        return network + Ipv4Header.headerLength(packet, network);
    }
}
