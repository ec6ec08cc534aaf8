package io.holdfast.element.data;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Passes packets on as they are: fields are read at any address, so no packet has to be moved for its alignment. */
final class Align extends PacketElement {
    static final Parameter<Integer> MODULUS =
            Parameter.mandatory("MODULUS", ArgumentTypes.integer(2, 8), "bytes", "alignment that was asked for");
    static final Parameter<Integer> OFFSET =
            Parameter.mandatory("OFFSET", ArgumentTypes.integer(0, 7), "bytes", "address modulo MODULUS");

    @Override
    public void configure(final Arguments arguments) {
        final int modulus = arguments.get(MODULUS);
        final int offset = arguments.get(OFFSET);
        if (Integer.bitCount(modulus) != 1) {
            arguments.error("MODULUS: must be 2, 4, or 8: " + modulus);
        } else if (offset >= modulus) {
            arguments.error("OFFSET: must be less than MODULUS: " + offset);
        }
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        return null;
    }
}
