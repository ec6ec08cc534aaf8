package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Passes frames for one host, and for groups and everybody, and notes for whom they came.
 *
 * <p>Others are rejected: those for other hosts ({@code drops.otherHost}) unless DROP_OTHER is false, those from the
 * host itself ({@code drops.own}) if DROP_OWN is true.
 */
final class HostEtherFilter extends PacketElement {
    static final Parameter<Long> ETHER = Parameter.mandatory("ETHER", ArgumentTypes.ETHER, "", "address of the host");
    static final Parameter<Boolean> DROP_OWN = Parameter.optional(
            "DROP_OWN", ArgumentTypes.BOOL, "false", "", "whether frames from that address are rejected");
    static final Parameter<Boolean> DROP_OTHER = Parameter.optional(
            "DROP_OTHER", ArgumentTypes.BOOL, "true", "", "whether frames for other hosts are rejected");
    static final Parameter<Integer> OFFSET =
            Parameter.keyword("OFFSET", ArgumentTypes.integer(0, 1500), "0", "bytes", "where the header begins");

    private long address;
    private boolean dropsOwn;
    private boolean dropsOther;
    private int offset;
    private StatisticsCounter tooShort;
    private StatisticsCounter own;
    private StatisticsCounter otherHost;

    @Override
    public void configure(final Arguments arguments) {
        offset = arguments.get(OFFSET);
        address = arguments.get(ETHER);
        dropsOwn = arguments.get(DROP_OWN);
        dropsOther = arguments.get(DROP_OTHER);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooShort = context.statistics("drops.tooShort");
        own = context.statistics("drops.own");
        otherHost = context.statistics("drops.otherHost");
    }

    @Override
    public int headerDepthBytes() {
        return offset + EthernetHeader.LENGTH;
    }

    @Override
    public boolean staysInHeaders() {
        return offset == 0;
    }

    @Override
    protected boolean isPacketwise() {
        return true;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        if (!EthernetHeader.fits(packet, offset)) {
            return tooShort;
        }
        if (dropsOwn && EthernetHeader.source(packet, offset) == address) {
            return own;
        }
        final long destination = EthernetHeader.destination(packet, offset);
        EtherFields.annotateType(packet, destination, address);
        final boolean isOther = destination != address && !EthernetHeader.isGroup(destination);
        return dropsOther && isOther ? otherHost : null;
    }
}
