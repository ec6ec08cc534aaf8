package io.holdfast.element.transport;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;

/** Computes the checksum of TCP segments; what is no whole one is dropped. */
final class SetTCPChecksum extends SegmentElement {
    static final Parameter<Boolean> FIXOFF =
            Parameter.optional("FIXOFF", ArgumentTypes.BOOL, "false", "", "whether a wrong header length is put right");

    private boolean fixesOffset;
    private StatisticsCounter notTcp;

    @Override
    public void configure(final Arguments arguments) {
        fixesOffset = arguments.get(FIXOFF);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        notTcp = context.statistics("drops.notTcp");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_TCP) {
            return notTcp;
        }
        if (Ipv4Header.isFragment(packet, network)) {
            return fragment();
        }
        final int bytes = segmentBytes(packet, network, TcpHeader.MIN_LENGTH);
        if (bytes < 0) {
            return badLength();
        }
        final int transport = transport(packet, network);
        final int headerLength = TcpHeader.headerLength(packet, transport);
        if (headerLength < TcpHeader.MIN_LENGTH || headerLength > bytes) {
            if (!fixesOffset) {
                return badLength();
            }
            final int reserved = packet.getByte(transport + TcpHeader.DATA_OFFSET) & 0xf;
            packet.putByte(transport + TcpHeader.DATA_OFFSET, TcpHeader.MIN_LENGTH / 4 << 4 | reserved);
        }
        TcpHeader.checksum(packet, transport, 0);
        TcpHeader.checksum(packet, transport, checksum(packet, network, bytes));
        return null;
    }
}
