package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.TcpHeader;

/**
 * An {@link IPRewriter} for TCP that can shift sequence numbers: for helpers that change what a segment says, such as
 * {@link FTPPortMapper}. Flows that nobody changed cost nothing more.
 */
final class TCPRewriter extends IPRewriter {
    private SequenceShifts shifts;

    TCPRewriter() {
        super(RewriterKind.ONLY_TCP);
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        shifts = new SequenceShifts(context);
    }

    /** Its helpers read what segments say. */
    @Override
    public boolean staysInHeaders() {
        return false;
    }

    /**
     * Says that a segment of a flow, which comes next, has been made longer.
     *
     * @param key0 of the flow in the segment's direction, with key1
     * @param trigger sequence number behind the segment, as it was sent
     * @return false if that could not be noted: the segment must not be sent
     */
    boolean shift(final long key0, final long key1, final int trigger, final int longer) {
        return mappings().markShifted(key0, key1) && shifts.add(key0, key1, trigger, longer);
    }

    @Override
    void adjust(final Packet packet, final PacketTuple tuple, final long partner0, final long partner1) {
        if ((tuple.tcpFlags & TcpHeader.SYN) != 0) {
            shifts.remove(tuple.key0, tuple.key1);
            return;
        }
        shifts.apply(packet, tuple.transport, tuple.key0, tuple.key1, partner0, partner1);
    }
}
