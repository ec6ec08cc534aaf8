package io.holdfast.element.data;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;

/** Checks the last four bytes, the CRC-32 of the others (IEEE 802.3 clause 3.2.9), and removes them. */
final class CheckCRC32 extends PacketElement {
    private StatisticsCounter badCrc;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        badCrc = context.statistics("drops.badCrc");
    }

    @Override
    public int headerDepthBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int length = packet.length() - Crc32.LENGTH;
        if (length < 0 || !packet.isWhole()) {
            return badCrc;
        }
        final int found = Integer.reverseBytes(NativeMemory.getIntBe(packet.address() + length));
        if (found != Crc32.of(packet.address(), length)) {
            return badCrc;
        }
        packet.truncate(length);
        return null;
    }
}
