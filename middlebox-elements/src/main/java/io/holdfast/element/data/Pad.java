package io.holdfast.element.data;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/**
 * Lengthens packets at their end: to a length, or by the EXTRA_LENGTH annotation, which becomes 0.
 *
 * <p>Padding is always zeros: what the buffer held before belongs to other packets. Packets without the room are
 * dropped ({@code drops.noRoom}).
 */
final class Pad extends PacketElement {
    static final Parameter<Integer> LENGTH = Parameter.optional(
            "LENGTH", ArgumentTypes.integer(0, 65_535), "0", "bytes", "shortest that is left; 0: as EXTRA_LENGTH says");
    static final Parameter<Boolean> ZERO =
            Parameter.keyword("ZERO", ArgumentTypes.BOOL, "true", "", "accepted; padding is zeros either way");

    private int lengthBytes;
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        arguments.get(ZERO);
        lengthBytes = arguments.get(LENGTH);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    public int headerDepthBytes() {
        // zeros behind bytes that the log does not keep would not be known either
        return Integer.MAX_VALUE;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int extra = packet.annotationInt(PacketAnnotations.EXTRA_LENGTH);
        final int missing = lengthBytes == 0 ? extra : lengthBytes - packet.length();
        if (missing > 0) {
            final int end = packet.length();
            if (!packet.append(missing)) {
                return noRoom;
            }
            NativeMemory.fill(packet.address() + end, missing, (byte) 0);
        }
        if (lengthBytes == 0 && extra != 0) {
            packet.annotationInt(PacketAnnotations.EXTRA_LENGTH, 0);
        }
        return null;
    }
}
