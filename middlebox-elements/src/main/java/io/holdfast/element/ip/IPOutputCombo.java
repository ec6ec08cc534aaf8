package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.PacketCopies;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketType;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * The way of a packet out of an IP router in one element: DropBroadcasts, PaintTee, IPGWOptions, FixIPSrc, DecIPTTL,
 * CheckLength.
 *
 * <p>Output 0 has the good packets, 1 copies of those that leave by the interface they came in by (for a redirect),
 * 2 those with bad options, 3 those whose time is over, 4 those longer than MTU.
 */
final class IPOutputCombo extends Element {
    static final Parameter<Integer> IPADDR =
            Parameter.mandatory("IPADDR", ArgumentTypes.IP, "", "address of the interface");
    static final Parameter<Integer> MTU =
            Parameter.mandatory("MTU", ArgumentTypes.integer(0, 65_535), "bytes", "longest packet that passes");

    private static final int GOOD = 0;
    private static final int SAME_PAINT = 1;
    private static final int BAD_OPTION = 2;
    private static final int EXPIRED = 3;
    private static final int TOO_LONG = 4;
    private static final int NOWHERE = -1;

    private int color;
    private int address;
    private int mtu;
    private GatewayOptions options;
    private ElementContext context;
    private OutputLanes lanes;
    private StatisticsCounter broadcast;
    private StatisticsCounter noHeader;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        color = arguments.get(IPInputCombo.COLOR);
        address = arguments.get(IPADDR);
        mtu = arguments.get(MTU);
        options = new GatewayOptions(address, new int[0]);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        lanes = new OutputLanes(
                output(GOOD), output(SAME_PAINT), output(BAD_OPTION), output(EXPIRED), output(TOO_LONG));
        broadcast = context.statistics("drops.broadcast");
        noHeader = context.statistics("drops.noHeader");
        noBuffer = context.statistics("drops.noBuffer");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final int output = treat(packet);
            if (output == NOWHERE) {
                packet.free();
            } else {
                lanes.add(output, packet);
            }
        }
        batch.clear();
        lanes.flush();
    }

    private int treat(final Packet packet) {
        final int network = packet.networkOffset();
        if (packet.type() == PacketType.BROADCAST || packet.type() == PacketType.MULTICAST) {
            broadcast.increment();
            return NOWHERE;
        }
        if (!Ipv4Header.fits(packet, network)) {
            noHeader.increment();
            return NOWHERE;
        }
        if (packet.paint() == color) {
            copyForRedirect(packet);
        }
        if (!options.apply(packet, network, context.timeNs())) {
            return BAD_OPTION;
        }
        FixIPSrc.fix(packet, network, address);
        if (!TimeToLive.decrement(packet, network)) {
            return EXPIRED;
        }
        return packet.length() > mtu ? TOO_LONG : GOOD;
    }

    private void copyForRedirect(final Packet packet) {
        final Packet copy = PacketCopies.copy(packet, context.pool());
        if (copy == null) {
            noBuffer.increment();
        } else {
            lanes.add(SAME_PAINT, copy);
        }
    }
}
