package io.holdfast.element.data;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import java.nio.charset.StandardCharsets;

/**
 * Writes bytes into packets: {@code StoreData(12, \<0800>)}; where there is a MASK, only its bits.
 *
 * <p>What is behind a packet's end is left out, unless GROW says to lengthen it; one without the room is then dropped
 * ({@code drops.noRoom}).
 */
final class StoreData extends PacketElement {
    static final Parameter<Integer> OFFSET =
            Parameter.mandatory("OFFSET", ArgumentTypes.integer(0, 65_535), "bytes", "where in the packet");
    static final Parameter<String> DATA = Parameter.mandatory("DATA", ArgumentTypes.STRING, "", "bytes to write");
    static final Parameter<String> MASK =
            Parameter.optional("MASK", ArgumentTypes.STRING, "", "", "bits to write; repeated if shorter than DATA");
    static final Parameter<Boolean> GROW =
            Parameter.keyword("GROW", ArgumentTypes.BOOL, "false", "", "whether packets become longer if need be");

    private int offset;
    private byte[] data = new byte[0];
    private byte[] mask = new byte[0];
    private boolean grows;
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        grows = arguments.get(GROW);
        offset = arguments.get(OFFSET);
        data = arguments.get(DATA).getBytes(StandardCharsets.ISO_8859_1);
        final byte[] pattern = arguments.get(MASK).getBytes(StandardCharsets.ISO_8859_1);
        mask = new byte[data.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = pattern.length == 0 ? -1 : pattern[i % pattern.length];
            data[i] &= mask[i];
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    public int headerDepthBytes() {
        return grows ? Integer.MAX_VALUE : offset + data.length + EthernetHeader.LENGTH;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int end = offset + data.length;
        if (grows && packet.length() < end) {
            final int before = packet.length();
            if (!packet.append(end - before)) {
                return noRoom;
            }
            NativeMemory.fill(packet.address() + before, end - before, (byte) 0);
        }
        final int count = Math.min(data.length, packet.knownLength() - offset);
        for (int i = 0; i < count; i++) {
            packet.putByte(offset + i, packet.getByte(offset + i) & ~mask[i] | data[i]);
        }
        return null;
    }
}
