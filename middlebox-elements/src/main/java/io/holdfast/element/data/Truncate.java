package io.holdfast.element.data;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/** Cuts packets to a length; the bytes cut off may be counted in the EXTRA_LENGTH annotation. */
final class Truncate extends PacketElement {
    static final Parameter<Integer> LENGTH =
            Parameter.mandatory("LENGTH", ArgumentTypes.integer(0, 65_535), "bytes", "longest that is left");
    static final Parameter<Boolean> EXTRA_ANNO = Parameter.keyword(
            "EXTRA_ANNO", ArgumentTypes.BOOL, "true", "", "whether what is cut off is added to EXTRA_LENGTH");

    private int lengthBytes;
    private boolean notesExtra;

    @Override
    public void configure(final Arguments arguments) {
        notesExtra = arguments.get(EXTRA_ANNO);
        lengthBytes = arguments.get(LENGTH);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int cut = packet.length() - lengthBytes;
        if (cut > 0) {
            packet.truncate(lengthBytes);
            if (notesExtra) {
                final int extra = packet.annotationInt(PacketAnnotations.EXTRA_LENGTH);
                packet.annotationInt(PacketAnnotations.EXTRA_LENGTH, extra + cut);
            }
        }
        return null;
    }
}
