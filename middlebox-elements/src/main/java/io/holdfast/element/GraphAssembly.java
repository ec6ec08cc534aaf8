package io.holdfast.element;

import io.holdfast.element.click.FlatConnection;
import io.holdfast.element.click.FlatElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The elements of one instance of a graph, made and connected. */
final class GraphAssembly {
    private final GraphPlan plan;
    private final Element[] elements;
    private final List<String> warnings = new ArrayList<>();

    /** Makes and connects the elements. */
    GraphAssembly(final GraphPlan plan) {
        this.plan = plan;
        elements = new Element[plan.size()];
        final Input[][] inputs = new Input[elements.length][];
        final Output[][] outputs = new Output[elements.length][];
        for (int i = 0; i < elements.length; i++) {
            inputs[i] = new Input[plan.inputCounts()[i]];
            outputs[i] = new Output[plan.outputCounts()[i]];
            elements[i] = plan.classes().get(i) == null
                    ? new Placeholder()
                    : plan.classes().get(i).make();
            elements[i].identify(plan.declaration(i).name(), plan.declaration(i).landmark());
        }
        for (final FlatConnection c : plan.configuration().connections()) {
            if (plan.ports().isPullInput(c.to(), c.input())) {
                inputs[c.to()][c.input()] = new Input(elements[c.from()], c.output());
            } else {
                outputs[c.from()][c.output()] = new Output(elements[c.to()], c.input());
            }
        }
        for (int i = 0; i < elements.length; i++) {
            final boolean[] pulled = new boolean[outputs[i].length];
            for (int port = 0; port < pulled.length; port++) {
                pulled[port] = plan.ports().isPullOutput(i, port);
            }
            elements[i].connect(inputs[i], outputs[i], pulled);
        }
    }

    Element[] elements() {
        return elements;
    }

    Element element(final int index) {
        return elements[index];
    }

    /** Numbers of the known elements in the order in which they are configured and initialized. */
    int[] configureOrder() {
        return IntStream.range(0, elements.length)
                .filter(i -> plan.classes().get(i) != null)
                .boxed()
                .sorted(Comparator.comparingInt(i -> elements[i].configurePhase()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    void configure(final int index, final List<String> faults) {
        final FlatElement declaration = plan.declaration(index);
        elements[index].configure(new ArgumentList(declaration.arguments(), faults::add, new Scope(declaration)));
    }

    /** What was told while elements were configured, with landmarks. */
    List<String> warnings() {
        return warnings;
    }

    /** Stands in the place of an element whose class is not known, so that others may be checked. */
    private static final class Placeholder extends Element {
        @Override
        public void push(final int input, final io.holdfast.packet.PacketBatch batch) {
            batch.free();
        }
    }

    private final class Scope implements ArgumentScope {
        private final FlatElement declaration;

        Scope(final FlatElement declaration) {
            this.declaration = declaration;
        }

        @Override
        public String elementName() {
            return declaration.name();
        }

        @Override
        public GraphNames names() {
            return plan.names();
        }

        @Override
        public Element element(final String name) {
            final int found = plan.find(declaration.name(), name);
            return found < 0 ? null : elements[found];
        }

        @Override
        public void warn(final String message) {
            warnings.add(declaration.landmark() + ": While configuring '" + declaration.printableName() + "':");
            warnings.add("  warning: " + message);
        }
    }
}
