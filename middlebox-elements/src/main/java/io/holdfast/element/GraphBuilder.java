package io.holdfast.element;

import io.holdfast.element.click.FlatConnection;
import io.holdfast.element.click.FlatElement;
import io.holdfast.element.click.Messages;
import java.util.ArrayList;
import java.util.List;

/** Builds one worker's graph; used once. */
final class GraphBuilder {
    private final GraphPlan plan;
    private final GraphServices services;
    private final Messages messages = new Messages();
    private final Element[] elements;
    private final HandlerTable[] handlers;

    GraphBuilder(final GraphPlan plan, final WorkerEnvironment environment) {
        this.plan = plan;
        services = new GraphServices(environment);
        elements = new Element[plan.size()];
        handlers = new HandlerTable[plan.size()];
    }

    ElementGraph build() {
        connect();
        for (int i = 0; i < elements.length; i++) {
            configure(i);
        }
        if (messages.isEmpty()) {
            for (int i = 0; i < elements.length; i++) {
                initialize(i);
            }
            failWith(elements.length);
        }
        failWith(0);
        services.seal();
        return new ElementGraph(plan, services, elements, handlers);
    }

    private void connect() {
        final Output[][] outputs = new Output[elements.length][];
        for (int i = 0; i < elements.length; i++) {
            outputs[i] = new Output[plan.outputCounts()[i]];
            elements[i] = plan.instantiate(i, outputs[i]);
        }
        for (final FlatConnection c : plan.configuration().connections()) {
            outputs[c.from()][c.output()] = new Output(elements[c.to()], c.input());
        }
    }

    private void configure(final int index) {
        final List<String> faults = new ArrayList<>();
        elements[index].configure(new ArgumentList(plan.declaration(index).arguments(), faults::add));
        handlers[index] = StandardHandlers.of(plan, index);
        elements[index].addHandlers(handlers[index]);
        report("configuring", index, faults);
    }

    /** An element that fails does not keep the others from being tried, so that all faults are known. */
    private void initialize(final int index) {
        final List<String> faults = new ArrayList<>();
        try {
            elements[index].initialize(new GraphContext(services, elements[index], faults));
        } catch (final RuntimeException e) {
            faults.add(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        report("initializing", index, faults);
    }

    private void report(final String doing, final int index, final List<String> faults) {
        if (!faults.isEmpty()) {
            final FlatElement declaration = plan.declaration(index);
            messages.add(declaration.offset(), FaultText.inContext(doing, declaration, faults));
        }
    }

    /** Closes the elements that were initialized and throws, if there is a message. */
    private void failWith(final int initialized) {
        if (messages.isEmpty()) {
            return;
        }
        final ConfigurationException failure = new ConfigurationException(messages.lines());
        for (int i = initialized - 1; i >= 0; i--) {
            try {
                elements[i].close();
            } catch (final RuntimeException e) {
                // An element that failed half-way may fail here too; the others must be closed all the same.
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }
}
