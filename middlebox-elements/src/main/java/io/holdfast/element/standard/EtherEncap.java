package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Puts an Ethernet header in front: {@code EtherEncap(TYPE, SRC, DST)}. TYPE is hexadecimal, as in {@code 0x0800}.
 *
 * <p>Packets without the headroom are dropped ({@code drops.noRoom}).
 */
public final class EtherEncap extends Element {
    private static final int MAX_TYPE = 0xffff;

    private int type;
    private long source;
    private long destination;
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        type = arguments.mandatoryInteger("ETHERTYPE", 0, MAX_TYPE);
        source = arguments.mandatoryEtherAddress("SRC");
        destination = arguments.mandatoryEtherAddress("DST");
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            if (packet.prepend(EthernetHeader.LENGTH)) {
                EthernetFrames.writeHeader(packet, destination, source, type);
                batch.set(kept++, packet);
            } else {
                noRoom.increment();
                packet.free();
            }
        }
        batch.size(kept);
        output(0).push(batch);
    }
}
