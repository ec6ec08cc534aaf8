package io.holdfast.element.data;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;

/** Adds the CRC-32 of a packet at its end (IEEE 802.3 clause 3.2.9), the least significant byte first. */
final class SetCRC32 extends PacketElement {
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    public int headerDepthBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int length = packet.length();
        if (!packet.isWhole() || !packet.append(Crc32.LENGTH)) {
            return noRoom;
        }
        final int crc = Crc32.of(packet.address(), length);
        NativeMemory.putIntBe(packet.address() + length, Integer.reverseBytes(crc));
        return null;
    }
}
