package io.holdfast.element.data;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;

/** The list of the elements that change which bytes a packet has. */
public final class DataElements {
    private DataElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        registerEnds(classes);
        classes.add(ElementClass.of("CheckLength", CheckLength::new)
                .withPorts("1/1-2")
                .withSummary("rejects packets that are longer than a limit")
                .withParameters(CheckLength.LENGTH, CheckLength.EXTRA_LENGTH)
                .withExample("CheckLength(1500)"));
        classes.add(ElementClass.of("CheckCRC32", CheckCRC32::new)
                .withPorts("1/1-2")
                .withSummary("checks the CRC-32 at the end of packets and removes it"));
        classes.add(ElementClass.of("SetCRC32", SetCRC32::new).withSummary("adds a CRC-32 at the end of packets"));
        classes.add(ElementClass.of("StoreData", StoreData::new)
                .withSummary("writes bytes into packets")
                .withParameters(StoreData.OFFSET, StoreData.DATA, StoreData.MASK, StoreData.GROW)
                .withExample("StoreData(12, \\<0800>)"));
        classes.add(ElementClass.of("Align", Align::new)
                .withSummary("passes packets on; alignment does not matter here")
                .withParameters(Align.MODULUS, Align.OFFSET)
                .withExample("Align(4, 2)"));
    }

    private static void registerEnds(final ElementClasses classes) {
        classes.add(ElementClass.of("Strip", Strip::new)
                .withSummary("removes bytes from the front")
                .withParameters(LengthElement.LENGTH)
                .withExample("Strip(14)"));
        classes.add(ElementClass.of("Unstrip", Unstrip::new)
                .withSummary("gives stripped bytes back")
                .withParameters(LengthElement.LENGTH)
                .withExample("Unstrip(14)"));
        classes.add(ElementClass.of("StripToNetworkHeader", StripToNetworkHeader::new)
                .withSummary("makes packets begin at their network header"));
        classes.add(ElementClass.of("Truncate", Truncate::new)
                .withSummary("cuts packets to a length")
                .withParameters(Truncate.LENGTH, Truncate.EXTRA_ANNO)
                .withExample("Truncate(64)"));
        classes.add(ElementClass.of("Pad", Pad::new)
                .withSummary("lengthens packets with zeros")
                .withParameters(Pad.LENGTH, Pad.ZERO)
                .withExample("Pad(60)"));
    }
}
