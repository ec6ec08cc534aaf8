package io.holdfast.element;

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
    private final GraphAssembly assembly;
    private final int[] order;

    GraphBuilder(final GraphPlan plan, final WorkerEnvironment environment) {
        this.plan = plan;
        services = new GraphServices(environment);
        assembly = new GraphAssembly(plan);
        elements = assembly.elements();
        order = assembly.configureOrder();
        services.attach(plan, elements);
        handlers = new HandlerTable[plan.size()];
    }

    ElementGraph build() {
        for (final int element : order) {
            configure(element);
        }
        if (messages.isEmpty()) {
            for (final int element : order) {
                initialize(element);
            }
            startPulling();
            failWith(order.length);
        }
        failWith(0);
        services.seal();
        final ElementGraph graph = new ElementGraph(plan, services, elements, handlers);
        services.graph(graph);
        return graph;
    }

    /** Pulls for elements that only know how to be pushed to. */
    private void startPulling() {
        for (int i = 0; i < elements.length; i++) {
            if (isDriven(i)) {
                new PullTask(services, elements[i]).start();
            }
        }
    }

    private boolean isDriven(final int element) {
        if (plan.inputCounts()[element] == 0
                || !plan.ports().isPullInput(element, 0)
                || elements[element].pullBurstPackets() == 0) {
            return false;
        }
        for (int port = 0; port < plan.outputCounts()[element]; port++) {
            if (plan.ports().isPullOutput(element, port)) {
                return false;
            }
        }
        return true;
    }

    private void configure(final int index) {
        final List<String> faults = new ArrayList<>();
        assembly.configure(index, faults);
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
                elements[order[i]].close();
            } catch (final RuntimeException e) {
                // An element that failed half-way may fail here too; the others must be closed all the same.
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }
}
