package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Removes Ethernet headers with their VLAN tags, and notes the tag.
 *
 * <p>Frames without a tag are of the native VLAN; if there is none, they are rejected ({@code drops.untagged}).
 */
final class StripEtherVLANHeader extends FrameElement {
    private static final int ANY = 0;

    private int nativeVlan;
    private StatisticsCounter untagged;

    static final Parameter<Integer> NATIVE_VLAN = Parameter.optional(
            "NATIVE_VLAN",
            ArgumentTypes.integer(-1, 0xffe),
            "0",
            "",
            "VLAN of frames without a tag; less than 0: none");

    @Override
    public void configure(final Arguments arguments) {
        nativeVlan = arguments.get(NATIVE_VLAN);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        untagged = context.statistics("drops.untagged");
    }

    @Override
    protected StatisticsCounter processFrame(final Packet packet) {
        final int type = EthernetHeader.type(packet, 0);
        if (type != EtherFields.TYPE_VLAN && type != EtherFields.TYPE_SERVICE_VLAN) {
            if (nativeVlan < ANY) {
                return untagged;
            }
            packet.annotationShort(PacketAnnotations.VLAN_TCI, nativeVlan);
            packet.strip(EthernetHeader.LENGTH);
            return null;
        }
        if (packet.knownLength() < EtherFields.TAGGED_LENGTH) {
            return tooShort();
        }
        packet.annotationShort(PacketAnnotations.VLAN_TCI, packet.getShort(EthernetHeader.LENGTH));
        packet.strip(EtherFields.TAGGED_LENGTH);
        return null;
    }
}
