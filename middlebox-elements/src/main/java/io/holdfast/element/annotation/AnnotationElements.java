package io.holdfast.element.annotation;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;

/** The list of the elements that set notes beside packets or act on them. */
public final class AnnotationElements {
    private AnnotationElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        registerPaint(classes);
        classes.add(ElementClass.of("SetAnnoByte", SetAnnoByte::new)
                .withSummary("sets one byte of the annotation area")
                .withParameters(SetAnnoByte.ANNO, SetAnnoByte.VALUE)
                .withExample("SetAnnoByte(PAINT, 3)"));
        classes.add(ElementClass.of("SetPacketType", SetPacketType::new)
                .withSummary("sets for whom packets came on their link")
                .withParameters(SetPacketType.TYPE)
                .withExample("SetPacketType(HOST)"));
        classes.add(ElementClass.of("DropBroadcasts", DropBroadcasts::new)
                .withPorts("1/1-2")
                .withSummary("rejects link-level broadcasts and multicasts"));
        classes.add(ElementClass.of("Block", Block::new)
                .withPorts("1/2")
                .withSummary("rejects packets whose rate is above a threshold")
                .withParameters(Block.THRESH)
                .withExample("Block(1000)"));
    }

    private static void registerPaint(final ElementClasses classes) {
        classes.add(ElementClass.of("Paint", Paint::new)
                .withSummary("sets the colour of packets")
                .withParameters(Paint.COLOR, Paint.ANNO)
                .withExample("Paint(1)"));
        classes.add(ElementClass.of("CheckPaint", CheckPaint::new)
                .withPorts("1/1-2")
                .withSummary("passes packets of one colour")
                .withParameters(Paint.COLOR, Paint.ANNO)
                .withExample("CheckPaint(1)"));
        classes.add(ElementClass.of("PaintSwitch", PaintSwitch::new)
                .withPorts("1/-")
                .withProcessing("h/h")
                .withSummary("sends packets to the output of their colour")
                .withParameters(Paint.ANNO));
        classes.add(ElementClass.of("PaintTee", PaintTee::new)
                .withPorts("1/2")
                .withProcessing("a/ah")
                .withSummary("copies packets of one colour to output 1")
                .withParameters(Paint.COLOR, Paint.ANNO)
                .withExample("PaintTee(1)"));
    }
}
