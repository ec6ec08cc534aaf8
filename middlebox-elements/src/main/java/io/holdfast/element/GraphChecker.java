package io.holdfast.element;

import io.holdfast.element.click.FlatConfiguration;
import io.holdfast.element.click.FlatConnection;
import io.holdfast.element.click.FlatElement;
import io.holdfast.element.click.Messages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Checks the ports of a flat configuration, then each element's arguments. */
final class GraphChecker {
    private final FlatConfiguration configuration;
    private final ElementClasses registry;
    private final GraphSource source;
    private final Messages messages;
    private final int[] inputCounts;
    private final int[] outputCounts;
    private final BitSet[] usedInputs;
    private final BitSet[] usedOutputs;
    private int headerDepthBytes;
    private boolean staysInHeaders = true;
    private boolean portsAreSound = true;
    private List<String> warnings = List.of();

    GraphChecker(
            final FlatConfiguration configuration,
            final ElementClasses registry,
            final GraphSource source,
            final Messages messages) {
        this.source = source;
        this.configuration = configuration;
        this.registry = registry;
        this.messages = messages;
        final int size = configuration.elements().size();
        inputCounts = new int[size];
        outputCounts = new int[size];
        usedInputs = new BitSet[size];
        usedOutputs = new BitSet[size];
        for (int i = 0; i < size; i++) {
            usedInputs[i] = new BitSet();
            usedOutputs[i] = new BitSet();
        }
    }

    /** Checks everything; the plan is sound only if no message was added. */
    GraphPlan check() {
        // What a fault of the text leaves unconnected is not worth a message of its own.
        final boolean isComplete = messages.isEmpty();
        countPorts();
        final List<ElementClass> classes = new ArrayList<>();
        for (final FlatElement element : configuration.elements()) {
            classes.add(registry.find(element.className()));
        }
        final PortKinds ports = new PortResolver(configuration, classes, inputCounts, outputCounts, messages).resolve();
        checkConnections(ports);
        for (int i = 0; i < inputCounts.length; i++) {
            final ElementClass elementClass = classes.get(i);
            if (elementClass != null && isComplete) {
                checkUnused(i, "input", inputCounts[i], usedInputs[i]);
                checkUnused(i, "output", outputCounts[i], usedOutputs[i]);
            }
        }
        final GraphPlan plan = new GraphPlan(
                configuration, classes, inputCounts, outputCounts, ports, new GraphNames(configuration), source);
        if (portsAreSound) {
            checkArguments(plan);
        }
        return plan;
    }

    private void checkArguments(final GraphPlan plan) {
        final GraphAssembly assembly = new GraphAssembly(plan);
        for (final int element : assembly.configureOrder()) {
            checkArguments(assembly, element);
        }
        warnings = assembly.warnings();
    }

    /** What is no fault, but worth to be told; after the check. */
    List<String> warnings() {
        return warnings;
    }

    /** The deepest of the elements' {@link Element#headerDepthBytes()}; after the check. */
    int headerDepthBytes() {
        return headerDepthBytes;
    }

    /** Whether every element {@linkplain Element#staysInHeaders() stays in headers}; after the check. */
    boolean staysInHeaders() {
        return staysInHeaders;
    }

    /** Elements that only name things, or call handlers. */
    private boolean touchesNoPacket(final int index, final Element element) {
        return inputCounts[index] == 0 && outputCounts[index] == 0 && element.headerDepthBytes() == 0;
    }

    private void countPorts() {
        final int[] connectedInputs = new int[inputCounts.length];
        final int[] connectedOutputs = new int[inputCounts.length];
        for (final FlatConnection c : configuration.connections()) {
            connectedInputs[c.to()] = Math.max(connectedInputs[c.to()], c.input() + 1);
            connectedOutputs[c.from()] = Math.max(connectedOutputs[c.from()], c.output() + 1);
        }
        for (int i = 0; i < inputCounts.length; i++) {
            final ElementClass elementClass =
                    registry.find(configuration.elements().get(i).className());
            if (elementClass == null) {
                // Reported already; whatever is connected to it is right.
                inputCounts[i] = connectedInputs[i];
                outputCounts[i] = connectedOutputs[i];
            } else {
                final PortCounts counts = PortCounts.parse(elementClass.portCounts());
                inputCounts[i] = counts.inputs(connectedInputs[i]);
                outputCounts[i] = counts.outputs(connectedInputs[i], connectedOutputs[i]);
            }
        }
    }

    private void checkConnections(final PortKinds ports) {
        for (final FlatConnection c : configuration.connections()) {
            final boolean hasOutput = c.output() < outputCounts[c.from()];
            final boolean hasInput = c.input() < inputCounts[c.to()];
            if (!hasOutput) {
                report(c.from(), quoted(c.from()) + " has no output " + c.output());
            } else if (usedOutputs[c.from()].get(c.output())
                    && isKnown(c.from())
                    && !ports.isPullOutput(c.from(), c.output())) {
                report(c.from(), "illegal reuse of " + quoted(c.from()) + " push output " + c.output());
            }
            if (!hasInput) {
                report(c.to(), quoted(c.to()) + " has no input " + c.input());
            } else if (usedInputs[c.to()].get(c.input()) && isKnown(c.to()) && ports.isPullInput(c.to(), c.input())) {
                report(c.to(), "illegal reuse of " + quoted(c.to()) + " pull input " + c.input());
            }
            portsAreSound &= hasOutput && hasInput;
            usedOutputs[c.from()].set(c.output());
            usedInputs[c.to()].set(c.input());
        }
    }

    private void checkUnused(final int element, final String kind, final int count, final BitSet used) {
        for (int port = used.nextClearBit(0); port < count; port = used.nextClearBit(port + 1)) {
            report(element, quoted(element) + " " + kind + " " + port + " unused");
        }
    }

    private void checkArguments(final GraphAssembly assembly, final int index) {
        final List<String> faults = new ArrayList<>();
        try {
            assembly.configure(index, faults);
            final Element element = assembly.element(index);
            headerDepthBytes = Math.max(headerDepthBytes, element.headerDepthBytes());
            staysInHeaders &= element.staysInHeaders() || touchesNoPacket(index, element);
        } catch (final RuntimeException e) {
            faults.add("unexpected " + e);
        }
        if (!faults.isEmpty()) {
            final FlatElement element = configuration.elements().get(index);
            messages.add(element.offset(), FaultText.inContext("configuring", element, faults));
        }
    }

    private boolean isKnown(final int element) {
        return registry.find(configuration.elements().get(element).className()) != null;
    }

    private String quoted(final int element) {
        return "'" + configuration.elements().get(element).printableName() + "'";
    }

    private void report(final int element, final String message) {
        final FlatElement declaration = configuration.elements().get(element);
        messages.add(declaration.offset(), declaration.landmark() + ": " + message);
    }
}
