package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;

/** Chooses an output by a sum over some bytes of the packet; one that is too short goes to output 0. */
final class HashSwitch extends SortingElement {
    private static final int MAX_BYTES = 65_535;

    static final Parameter<Integer> OFFSET =
            Parameter.mandatory("OFFSET", ArgumentTypes.integer(0, MAX_BYTES), "bytes", "where the bytes begin");
    static final Parameter<Integer> LENGTH =
            Parameter.mandatory("LENGTH", ArgumentTypes.integer(1, MAX_BYTES), "bytes", "how many there are");

    private int offset;
    private int lengthBytes;

    @Override
    public void configure(final Arguments arguments) {
        offset = arguments.get(OFFSET);
        lengthBytes = arguments.get(LENGTH);
        arguments.finish();
    }

    /** Bytes are counted from the data's start, which may be anywhere in the frame. */
    @Override
    public int headerDepthBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected int select(final Packet packet) {
        if (packet.knownLength() < offset + lengthBytes) {
            return 0;
        }
        int sum = 0;
        for (int i = 0; i < lengthBytes; i++) {
            sum += packet.getByte(offset + i);
        }
        final int outputs = outputCount();
        return Integer.bitCount(outputs) == 1 ? (sum ^ sum >>> 4) & outputs - 1 : sum % outputs;
    }
}
