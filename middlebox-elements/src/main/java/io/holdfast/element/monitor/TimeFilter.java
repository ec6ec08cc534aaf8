package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;

/**
 * Passes packets whose timestamps lie between two times: {@code TimeFilter([START, END])}; the others go to output 1 or
 * nowhere.
 */
final class TimeFilter extends SortingElement {
    static final Parameter<Long> START =
            Parameter.optional("START", ArgumentTypes.DURATION_NS, "", "s", "first time; default: any");
    static final Parameter<Long> END =
            Parameter.optional("END", ArgumentTypes.DURATION_NS, "", "s", "time behind the last one; default: any");

    private long startNs;
    private long endNs;

    @Override
    public void configure(final Arguments arguments) {
        startNs = arguments.get(START);
        endNs = arguments.get(END);
        if (endNs != 0 && endNs < startNs) {
            arguments.error("END must not be before START");
        }
        arguments.finish();
    }

    @Override
    protected int select(final Packet packet) {
        final long timestampNs = packet.timestampNs();
        return timestampNs >= startNs && (endNs == 0 || timestampNs < endNs) ? 0 : 1;
    }
}
