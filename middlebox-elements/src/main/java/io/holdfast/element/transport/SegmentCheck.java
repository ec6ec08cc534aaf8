package io.holdfast.element.transport;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** An element that rejects what is no good segment of one protocol: fragments and other protocols as well. */
public abstract class SegmentCheck extends SegmentElement {
    private final int protocol;
    private final String foreignName;
    private StatisticsCounter foreign;
    private StatisticsCounter badChecksum;

    /**
     * @param protocol number of the protocol that is checked
     * @param foreignName name of the counter of packets of others
     */
    protected SegmentCheck(final int protocol, final String foreignName) {
        this.protocol = protocol;
        this.foreignName = foreignName;
    }

    @Override
    public final void configure(final Arguments arguments) {
        arguments.get(TransportElements.VERBOSE);
        arguments.get(TransportElements.DETAILS);
        arguments.finish();
    }

    @Override
    public final void initialize(final ElementContext context) {
        super.initialize(context);
        foreign = context.statistics(foreignName);
        badChecksum = context.statistics("drops.badChecksum");
    }

    /** Counter of the reason for which a packet has no segment to be checked; null if it has one. */
    protected final StatisticsCounter withoutSegment(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != protocol) {
            return foreign;
        }
        return Ipv4Header.isFragment(packet, network) ? fragment() : null;
    }

    /** Counter of segments whose checksum is wrong. */
    protected final StatisticsCounter badChecksum() {
        return badChecksum;
    }
}
