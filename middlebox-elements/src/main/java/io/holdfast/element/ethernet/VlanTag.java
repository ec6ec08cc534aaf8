package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import java.util.OptionalLong;

/** The tag control information that an element writes: a fixed one, or the VLAN annotation. */
final class VlanTag {
    static final Parameter<String> VLAN_TCI = Parameter.optional(
            "VLAN_TCI", ArgumentTypes.WORD, "ANNO", "", "tag control information, or ANNO for the annotation");
    static final Parameter<Integer> VLAN_ID = Parameter.keyword(
            "VLAN_ID", ArgumentTypes.integer(-1, 0xffe), "-1", "", "VLAN, instead of VLAN_TCI; less than 0: none");
    static final Parameter<Integer> VLAN_PCP =
            Parameter.keyword("VLAN_PCP", ArgumentTypes.integer(0, 7), "0", "", "priority, beside VLAN_ID");
    static final Parameter<Integer> NATIVE_VLAN = Parameter.keyword(
            "NATIVE_VLAN",
            ArgumentTypes.integer(-1, 0xffe),
            "0",
            "",
            "VLAN whose packets get no tag; less than 0: none");

    private static final int ID_MASK = 0xfff;
    private static final int ANNOTATION = -1;

    private final int fixed;
    private final int nativeVlan;

    /** Takes the arguments. */
    VlanTag(final Arguments arguments) {
        final int id = arguments.get(VLAN_ID);
        final int priority = arguments.get(VLAN_PCP);
        nativeVlan = arguments.get(NATIVE_VLAN);
        final String text = id < 0 ? arguments.get(VLAN_TCI) : "";
        fixed = id >= 0 ? priority << 13 | id : information(arguments, text);
    }

    private static int information(final Arguments arguments, final String text) {
        if (text.equals("ANNO")) {
            return ANNOTATION;
        }
        final OptionalLong number = ConfigurationValues.integer(text);
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > 0xffff) {
            arguments.error("VLAN_TCI: expected ANNO or a number up to 65535, not '" + text + "'");
            return ANNOTATION;
        }
        return (int) number.getAsLong();
    }

    /** What the tag of a packet holds. */
    int information(final Packet packet) {
        return fixed == ANNOTATION ? packet.annotationShort(PacketAnnotations.VLAN_TCI) : fixed;
    }

    /** Whether a packet goes without a tag. */
    boolean isNative(final Packet packet) {
        return (information(packet) & ID_MASK) == nativeVlan;
    }
}
