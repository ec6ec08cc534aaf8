package io.holdfast.element;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An element class as configurations know it: what the graph's checker, the parser of arguments and the manual need.
 *
 * <p>Made with {@link #of}; every {@code with} method answers a changed copy. Immutable.
 */
public final class ElementClass {
    private final String name;
    private final Supplier<Element> supplier;
    private String portCounts = "1/1";
    private String processing = "";
    private String flow = "x/x";
    private String summary = "";
    private String details = "";
    private List<Parameter<?>> parameters = List.of();
    private List<String> examples = List.of();

    private ElementClass(final String name, final Supplier<Element> supplier) {
        this.name = name;
        this.supplier = supplier;
    }

    /**
     * A class with one input and one output, agnostic.
     *
     * @param name in configurations
     * @param supplier makes an element
     */
    public static ElementClass of(final String name, final Supplier<Element> supplier) {
        return new ElementClass(name, supplier);
    }

    /** Port counts allowed, as in Click: {@code 1/1-2}, {@code -/=+}. */
    public ElementClass withPorts(final String newPortCounts) {
        PortCounts.parse(newPortCounts);
        final ElementClass copy = copy();
        copy.portCounts = newPortCounts;
        return copy;
    }

    /** Push ({@code h}), pull ({@code l}) or agnostic ({@code a}), by port, the last letter goes on: {@code a/ah}. */
    public ElementClass withProcessing(final String newProcessing) {
        if (!newProcessing.matches("[hla]*/[hla]*|[hla]+")) {
            throw new IllegalArgumentException("not a processing code: " + newProcessing);
        }
        final ElementClass copy = copy();
        copy.processing = newProcessing;
        return copy;
    }

    /** Which inputs' packets may reach which outputs: {@code x/x}, {@code xy/x}, {@code #/#}. */
    public ElementClass withFlow(final String newFlow) {
        FlowCode.parse(newFlow);
        final ElementClass copy = copy();
        copy.flow = newFlow;
        return copy;
    }

    /** What it does, in one line without a full stop. */
    public ElementClass withSummary(final String newSummary) {
        final ElementClass copy = copy();
        copy.summary = newSummary;
        return copy;
    }

    /** What a user must know beyond that; paragraphs, empty lines between them. */
    public ElementClass withDetails(final String newDetails) {
        final ElementClass copy = copy();
        copy.details = newDetails.strip();
        return copy;
    }

    /** The arguments, in the order of their places. */
    public ElementClass withParameters(final Parameter<?>... newParameters) {
        return withParameters(List.of(newParameters));
    }

    /** The arguments, in the order of their places. */
    public ElementClass withParameters(final List<Parameter<?>> newParameters) {
        final ElementClass copy = copy();
        copy.parameters = List.copyOf(newParameters);
        return copy;
    }

    /** One more example of a configuration. */
    public ElementClass withExample(final String example) {
        final ElementClass copy = copy();
        final List<String> all = new ArrayList<>(examples);
        all.add(example);
        copy.examples = List.copyOf(all);
        return copy;
    }

    private ElementClass copy() {
        final ElementClass copy = new ElementClass(name, supplier);
        copy.portCounts = portCounts;
        copy.processing = processing;
        copy.flow = flow;
        copy.summary = summary;
        copy.details = details;
        copy.parameters = parameters;
        copy.examples = examples;
        return copy;
    }

    public String name() {
        return name;
    }

    public String portCounts() {
        return portCounts;
    }

    /** The processing code; of a class that says nothing, agnostic where packets go straight through, else push. */
    public String processing() {
        if (!processing.isEmpty()) {
            return processing;
        }
        return switch (portCounts) {
            case "1/1", "1/0", "-/-", "0/0" -> "a/a";
            case "1/1-2" -> "a/ah";
            default -> "h/h";
        };
    }

    public String flow() {
        return flow;
    }

    public String summary() {
        return summary;
    }

    public String details() {
        return details;
    }

    public List<Parameter<?>> parameters() {
        return parameters;
    }

    public List<String> examples() {
        return examples;
    }

    /** Makes an element of this class. */
    Element make() {
        return supplier.get();
    }
}
