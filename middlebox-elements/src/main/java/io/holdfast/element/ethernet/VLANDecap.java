package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.EthernetHeader;

/** Takes the VLAN tag out of frames, and notes it; frames without one pass, noted as of VLAN 0. */
final class VLANDecap extends FrameElement {
    static final Parameter<Boolean> ANNO =
            Parameter.optional("ANNO", ArgumentTypes.BOOL, "true", "", "whether the VLAN annotation is set");

    private boolean annotates;

    @Override
    public void configure(final Arguments arguments) {
        annotates = arguments.get(ANNO);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter processFrame(final Packet packet) {
        final int type = EthernetHeader.type(packet, 0);
        int information = 0;
        if (type == EtherFields.TYPE_VLAN || type == EtherFields.TYPE_SERVICE_VLAN) {
            if (packet.knownLength() < EtherFields.TAGGED_LENGTH) {
                return tooShort();
            }
            information = packet.getShort(EthernetHeader.LENGTH);
            final long destination = EthernetHeader.destination(packet, 0);
            final long source = EthernetHeader.source(packet, 0);
            packet.strip(EtherFields.TAG_LENGTH);
            EthernetHeader.destination(packet, 0, destination);
            EthernetHeader.source(packet, 0, source);
        }
        if (annotates) {
            packet.annotationShort(PacketAnnotations.VLAN_TCI, information);
        }
        return null;
    }
}
