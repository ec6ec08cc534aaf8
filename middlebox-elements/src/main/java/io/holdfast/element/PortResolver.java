package io.holdfast.element;

import io.holdfast.element.click.FlatConfiguration;
import io.holdfast.element.click.FlatConnection;
import io.holdfast.element.click.Messages;
import java.util.List;

/**
 * Decides for every port whether it is pushed or pulled.
 *
 * <p>Over a connection, an agnostic end takes the kind of the other end; within an element, an agnostic input and an
 * agnostic output between which packets flow behave like a connection. What stays agnostic is pushed.
 */
final class PortResolver {
    private final FlatConfiguration configuration;
    private final List<ElementClass> classes;
    private final Messages messages;
    private final PortKind[][] inputs;
    private final PortKind[][] outputs;
    private final PortKind[][] declaredInputs;
    private final PortKind[][] declaredOutputs;
    private final FlowCode[] flows;

    /**
     * Takes a graph; classes that are not known are null, and their ports agnostic.
     */
    PortResolver(
            final FlatConfiguration configuration,
            final List<ElementClass> classes,
            final int[] inputCounts,
            final int[] outputCounts,
            final Messages messages) {
        this.configuration = configuration;
        this.classes = classes;
        this.messages = messages;
        final int size = classes.size();
        inputs = new PortKind[size][];
        outputs = new PortKind[size][];
        declaredInputs = new PortKind[size][];
        declaredOutputs = new PortKind[size][];
        flows = new FlowCode[size];
        for (int i = 0; i < size; i++) {
            final ElementClass known = classes.get(i);
            final String code = known == null ? "a/a" : known.processing();
            flows[i] = FlowCode.parse(known == null ? "x/y" : known.flow());
            final int slash = code.indexOf('/');
            declaredInputs[i] = kinds(slash < 0 ? code : code.substring(0, slash), inputCounts[i]);
            declaredOutputs[i] = kinds(slash < 0 ? code : code.substring(slash + 1), outputCounts[i]);
            inputs[i] = declaredInputs[i].clone();
            outputs[i] = declaredOutputs[i].clone();
        }
    }

    private static PortKind[] kinds(final String side, final int count) {
        final PortKind[] kinds = new PortKind[count];
        for (int port = 0; port < count; port++) {
            kinds[port] = PortKind.of(side, port);
        }
        return kinds;
    }

    PortKinds resolve() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (final FlatConnection c : configuration.connections()) {
                changed |= exists(c) && agree(outputs[c.from()], c.output(), inputs[c.to()], c.input());
            }
            for (int i = 0; i < inputs.length; i++) {
                changed |= agreeInside(i);
            }
        }
        settle(inputs);
        settle(outputs);
        reportConflicts();
        return new PortKinds(inputs, outputs);
    }

    private boolean agreeInside(final int element) {
        boolean changed = false;
        for (int in = 0; in < inputs[element].length; in++) {
            for (int out = 0; out < outputs[element].length; out++) {
                if (declaredInputs[element][in] == PortKind.AGNOSTIC
                        && declaredOutputs[element][out] == PortKind.AGNOSTIC
                        && flows[element].connects(in, out)) {
                    changed |= agree(outputs[element], out, inputs[element], in);
                }
            }
        }
        return changed;
    }

    private static boolean agree(final PortKind[] outputs, final int output, final PortKind[] inputs, final int input) {
        if (outputs[output] == inputs[input]) {
            return false;
        }
        if (outputs[output] == PortKind.AGNOSTIC) {
            outputs[output] = inputs[input];
            return true;
        }
        if (inputs[input] == PortKind.AGNOSTIC) {
            inputs[input] = outputs[output];
            return true;
        }
        return false;
    }

    private static void settle(final PortKind[][] kinds) {
        for (final PortKind[] ofElement : kinds) {
            java.util.Arrays.setAll(
                    ofElement, port -> ofElement[port] == PortKind.AGNOSTIC ? PortKind.PUSH : ofElement[port]);
        }
    }

    /** An element that takes no side of its own is to blame before those that do. */
    private void reportConflicts() {
        for (int i = 0; i < inputs.length; i++) {
            reportMixed(i);
        }
        for (final FlatConnection c : configuration.connections()) {
            if (exists(c) && outputs[c.from()][c.output()] != inputs[c.to()][c.input()]) {
                messages.add(
                        configuration.elements().get(c.from()).offset(),
                        quoted(c.from()) + " " + outputs[c.from()][c.output()].word() + " output " + c.output()
                                + " connected to " + quoted(c.to()) + " "
                                + inputs[c.to()][c.input()].word() + " input " + c.input());
            }
        }
    }

    private void reportMixed(final int element) {
        for (int in = 0; in < inputs[element].length; in++) {
            for (int out = 0; out < outputs[element].length; out++) {
                if (declaredInputs[element][in] == PortKind.AGNOSTIC
                        && declaredOutputs[element][out] == PortKind.AGNOSTIC
                        && flows[element].connects(in, out)
                        && inputs[element][in] != outputs[element][out]) {
                    messages.add(
                            configuration.elements().get(element).offset(),
                            "agnostic " + quoted(element) + " in mixed context: " + inputs[element][in].word()
                                    + " input " + in + ", " + outputs[element][out].word() + " output " + out);
                    return;
                }
            }
        }
    }

    private boolean exists(final FlatConnection c) {
        return c.output() < outputs[c.from()].length && c.input() < inputs[c.to()].length;
    }

    private String quoted(final int element) {
        return "'" + configuration.elements().get(element).printableName() + "'";
    }
}
