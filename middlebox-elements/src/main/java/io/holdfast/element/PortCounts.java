package io.holdfast.element;

/**
 * The port counts that an element class allows, written as in Click: inputs and outputs with a slash between, such as
 * {@code 1/1-2}, {@code 1/-}, {@code 1-/=} (as many outputs as inputs) or {@code 1/=+} (one more).
 */
final class PortCounts {
    private final PortRange inputs;
    private final PortRange outputs;
    /** Outputs beyond the number of inputs, if that decides; else -1. */
    private final int beyondInputs;

    private PortCounts(final PortRange inputs, final PortRange outputs, final int beyondInputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.beyondInputs = beyondInputs;
    }

    /**
     * Reads a port count code.
     *
     * @throws IllegalArgumentException if it is none
     */
    static PortCounts parse(final String code) {
        final int slash = code.indexOf('/');
        final String outputCode = slash < 0 ? code : code.substring(slash + 1);
        final PortRange inputs = PortRange.parse(slash < 0 ? code : code.substring(0, slash));
        if (outputCode.matches("=\\+*")) {
            return new PortCounts(inputs, inputs, outputCode.length() - 1);
        }
        return new PortCounts(inputs, PortRange.parse(outputCode), -1);
    }

    int inputs(final int connected) {
        return inputs.clamp(connected);
    }

    int outputs(final int connectedInputs, final int connectedOutputs) {
        return beyondInputs >= 0 ? inputs(connectedInputs) + beyondInputs : outputs.clamp(connectedOutputs);
    }
}
