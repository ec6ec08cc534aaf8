package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Passes frames for one host, and for groups and everybody: {@code HostEtherFilter(ETHER [, keywords])}.
 *
 * <p>Keywords: {@code DROP_OWN} whether frames from that address are dropped (false), {@code DROP_OTHER} whether frames
 * for other hosts are (true). Frames that do not pass go to output 1, or are dropped ({@code drops.otherHost},
 * {@code drops.own}, {@code drops.tooShort}).
 */
public final class HostEtherFilter extends Element {
    private long address;
    private boolean dropsOwn;
    private boolean dropsOther;
    private RejectLane lanes;
    private StatisticsCounter tooShort;
    private StatisticsCounter own;
    private StatisticsCounter otherHost;

    @Override
    public void configure(final Arguments arguments) {
        dropsOwn = arguments.keywords().bool("DROP_OWN", false);
        dropsOther = arguments.keywords().bool("DROP_OTHER", true);
        address = arguments.mandatoryEtherAddress("ETHER");
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        lanes = new RejectLane(output(0), outputCount() > 1 ? output(1) : null);
        tooShort = context.statistics("drops.tooShort");
        own = context.statistics("drops.own");
        otherHost = context.statistics("drops.otherHost");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final StatisticsCounter fault = faultOf(packet);
            if (fault == null) {
                lanes.pass(packet);
            } else {
                fault.increment();
                lanes.reject(packet);
            }
        }
        batch.clear();
        lanes.flush();
    }

    private StatisticsCounter faultOf(final Packet packet) {
        if (!EthernetHeader.fits(packet, 0)) {
            return tooShort;
        }
        if (dropsOwn && EthernetHeader.source(packet, 0) == address) {
            return own;
        }
        final long destination = EthernetHeader.destination(packet, 0);
        return dropsOther && destination != address && !EthernetHeader.isGroup(destination) ? otherHost : null;
    }
}
