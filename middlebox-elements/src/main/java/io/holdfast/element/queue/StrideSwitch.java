package io.holdfast.element.queue;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;

/** Distributes packets to the outputs in proportion to their tickets (stride scheduling). */
final class StrideSwitch extends SortingElement {
    static final Parameter<String> TICKETS =
            Parameter.rest("TICKETS", "tickets of each output, a number from 1 to 65535");

    private static final long STRIDE_OF_ONE = 1L << 32;

    private long[] tickets = new long[0];
    private LocalLongs passes;

    @Override
    public void configure(final Arguments arguments) {
        tickets = StrideTickets.read(arguments, outputCount());
    }

    @Override
    public void initialize(final ElementContext context) {
        passes = new LocalLongs(context, "passes", outputCount());
        for (int i = 0; i < outputCount(); i++) {
            passes.set(i, STRIDE_OF_ONE / tickets[i]);
        }
    }

    @Override
    protected int select(final Packet packet) {
        int least = 0;
        for (int i = 1; i < outputCount(); i++) {
            if (passes.get(i) < passes.get(least)) {
                least = i;
            }
        }
        final long base = passes.get(least);
        if (base > STRIDE_OF_ONE << 16) {
            for (int i = 0; i < outputCount(); i++) {
                passes.add(i, -base);
            }
        }
        passes.add(least, STRIDE_OF_ONE / tickets[least]);
        return least;
    }
}
