package io.holdfast.element;

/**
 * The kinds of all ports of a graph, resolved: push or pull.
 *
 * @param inputs kinds by element and input
 * @param outputs kinds by element and output
 */
record PortKinds(PortKind[][] inputs, PortKind[][] outputs) {
    boolean isPullInput(final int element, final int input) {
        return inputs[element][input] == PortKind.PULL;
    }

    boolean isPullOutput(final int element, final int output) {
        return outputs[element][output] == PortKind.PULL;
    }
}
