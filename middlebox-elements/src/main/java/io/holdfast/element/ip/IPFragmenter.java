package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Splits IPv4 packets that are longer than a link allows (RFC 791 section 3.2).
 *
 * <p>Those that may not be split go to output 1 ({@code drops.mustNotFragment}). Fragments keep the packet's
 * annotations; only the first has the options that are not to be copied. A fragment for which there is no buffer is
 * counted ({@code drops.noBuffer}); the others are sent all the same.
 */
final class IPFragmenter extends Element {
    static final Parameter<Integer> MTU =
            Parameter.mandatory("MTU", ArgumentTypes.integer(68, 65_535), "bytes", "longest packet that passes whole");
    static final Parameter<Boolean> HONOR_DF =
            Parameter.keyword("HONOR_DF", ArgumentTypes.BOOL, "true", "", "whether packets can forbid to be split");
    static final Parameter<Boolean> VERBOSE =
            Parameter.keyword("VERBOSE", ArgumentTypes.BOOL, "false", "", "accepted; packets are counted anyway");
    static final Parameter<Integer> HEADROOM = Parameter.keyword(
            "HEADROOM",
            ArgumentTypes.integer(0, 65_535),
            "28",
            "bytes",
            "accepted; buffers have a headroom of their own");

    private static final int DONT_FRAGMENT = 0x4000;

    private int mtu;
    private boolean honoursFlag;
    private FragmentWriter writer;
    private OutputLanes lanes;
    private StatisticsCounter mustNot;
    private StatisticsCounter noHeader;
    private StatisticsCounter fragments;

    @Override
    public void configure(final Arguments arguments) {
        honoursFlag = arguments.get(HONOR_DF);
        arguments.get(VERBOSE);
        arguments.get(HEADROOM);
        mtu = arguments.get(MTU);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        mustNot = context.statistics("drops.mustNotFragment");
        noHeader = context.statistics("drops.noHeader");
        fragments = context.statistics("fragments");
        lanes = outputCount() > 1 ? new OutputLanes(output(0), output(1)) : new OutputLanes(output(0));
        writer = new FragmentWriter(mtu, context, lanes, fragments);
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("drops", "packets that had to be split and must not", () -> Long.toString(mustNot.get()));
        handlers.read("fragments", "fragments made", () -> Long.toString(fragments.get()));
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            treat(batch.get(i));
        }
        batch.clear();
        lanes.flush();
    }

    private void treat(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)) {
            noHeader.increment();
            packet.free();
        } else if (packet.length() - network <= mtu) {
            lanes.add(0, packet);
        } else if (mayFragment(packet, network)) {
            writer.split(packet, network);
            packet.free();
        } else {
            mustNot.increment();
            if (lanes.count() > 1) {
                lanes.add(1, packet);
            } else {
                packet.free();
            }
        }
    }

    private boolean mayFragment(final Packet packet, final int network) {
        final boolean isForbidden =
                honoursFlag && (packet.getShort(network + Ipv4Header.FRAGMENT_OFFSET) & DONT_FRAGMENT) != 0;
        return !isForbidden && writer.hasRoomForData(packet, network);
    }
}
