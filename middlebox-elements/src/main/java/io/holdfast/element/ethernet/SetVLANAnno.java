package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/** Sets the VLAN annotation. */
final class SetVLANAnno extends PacketElement {
    static final Parameter<Integer> VLAN_TCI = Parameter.optional(
            "VLAN_TCI",
            ArgumentTypes.integer(-1, 0xffff),
            "-1",
            "",
            "tag control information; less than 0: as VLAN_ID says");

    private int information;

    @Override
    public void configure(final Arguments arguments) {
        final int id = arguments.get(VlanTag.VLAN_ID);
        final int priority = arguments.get(VlanTag.VLAN_PCP);
        final int whole = arguments.get(VLAN_TCI);
        if (whole < 0 && id < 0) {
            arguments.error("VLAN_TCI: required argument missing");
        }
        information = whole >= 0 ? whole : priority << 13 | id & 0xfff;
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        packet.annotationShort(PacketAnnotations.VLAN_TCI, information);
        return null;
    }
}
