package io.holdfast.element.data;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;

/** An element with a number of bytes, and one reason to reject packets. */
abstract class LengthElement extends PacketElement {
    static final Parameter<Integer> LENGTH =
            Parameter.mandatory("LENGTH", ArgumentTypes.integer(0, 65_535), "bytes", "how many");

    private final String faultName;
    private int lengthBytes;
    private StatisticsCounter fault;

    LengthElement(final String faultName) {
        this.faultName = faultName;
    }

    final int lengthBytes() {
        return lengthBytes;
    }

    final StatisticsCounter fault() {
        return fault;
    }

    @Override
    public void configure(final Arguments arguments) {
        lengthBytes = arguments.get(LENGTH);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        fault = context.statistics(faultName);
    }
}
