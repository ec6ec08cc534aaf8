package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Reads connection statements: the elements of a chain, and the connections between them. */
final class ChainReader {
    private final Scope scope;
    private final ElementReader elements;
    private final ReaderTools tools;
    private final FaultReporter faults;
    private final PortReader ports;
    private final Connector connector;

    ChainReader(final Scope scope, final String compoundName, final ElementReader elements, final ReaderTools tools) {
        this.scope = scope;
        this.elements = elements;
        this.tools = tools;
        faults = tools.faults();
        ports = new PortReader(faults);
        connector = new Connector(scope, compoundName, faults);
    }

    void read(final ClickParser.ConnectionContext context) {
        final boolean alone = context.arrow().isEmpty() && context.elements().size() == 1;
        if (alone && ElementReader.isDeclarationList(context.elements(0).element())) {
            elements.readDeclarations(context.elements(0).element());
            return;
        }
        final List<List<ChainLink>> lists = new ArrayList<>();
        if (context.leading != null) {
            lists.add(List.of(end(scope.inputEnd(), context.leading.getStart())));
        }
        final int count = context.elements().size();
        for (int i = 0; i < count; i++) {
            final boolean first = context.leading == null && i == 0;
            final boolean last = context.trailing == null && i == count - 1;
            lists.add(readList(context.elements(i), first, last));
        }
        if (context.trailing != null) {
            lists.add(List.of(end(scope.outputEnd(), tokenAfter(context.trailing.getStop()))));
        } else if (count == 0) {
            lists.add(List.of(end(scope.outputEnd(), tokenAfter(context.leading.getStop()))));
        }
        connect(context, lists);
    }

    private void connect(final ClickParser.ConnectionContext context, final List<List<ChainLink>> lists) {
        reportUseless(context);
        for (int i = 0; i + 1 < lists.size(); i++) {
            final ClickParser.ArrowContext arrow = context.arrow(i);
            connector.connect(lists.get(i), lists.get(i + 1), arrow.WIDE_ARROW() != null, arrow.getStart());
        }
    }

    private void reportUseless(final ClickParser.ConnectionContext context) {
        if (context.elements().isEmpty()) {
            return;
        }
        if (context.leading == null && hasPorts(context.elements().getFirst(), true)) {
            faults.report(context.getStart(), "input ports ignored at start of chain");
        }
        if (context.trailing == null && hasPorts(context.elements().getLast(), false)) {
            faults.report(context.getStop(), "output ports ignored at end of chain");
        }
    }

    private static boolean hasPorts(final ClickParser.ElementsContext elements, final boolean inputs) {
        return elements.element().stream()
                .anyMatch(element -> element instanceof final ClickParser.NamedContext named
                        && (inputs ? named.input : named.output) != null);
    }

    private List<ChainLink> readList(
            final ClickParser.ElementsContext context, final boolean first, final boolean last) {
        final List<ChainLink> links = new ArrayList<>();
        for (final ClickParser.ElementContext element : context.element()) {
            if (!(element instanceof final ClickParser.NamedContext named)) {
                links.add(readImplied((ClickParser.ImpliedContext) element, first, last));
            } else if (named.name().group() != null && named.elementType() == null) {
                links.add(readGroup(named));
            } else {
                links.add(new ChainLink(elements.read(named), ports.read(named.input), ports.read(named.output)));
            }
        }
        return links;
    }

    /** A group stands for all the ports that are used in it, unless some are written. */
    private ChainLink readGroup(final ClickParser.NamedContext context) {
        final ChainLink group = elements.readGroup(context.name().group());
        if (context.CONFIG() != null) {
            faults.report(context.getStart(), "configuration string ignored on element reference");
        }
        final PortList inputs = context.input == null
                ? PortList.firstPorts(scope.portCount(true, group.entry()))
                : ports.read(context.input);
        final PortList outputs = context.output == null
                ? PortList.firstPorts(scope.portCount(false, group.exit()))
                : ports.read(context.output);
        return new ChainLink(group.entry(), group.exit(), inputs, outputs);
    }

    /** Ports without an element: those of the compound, at the start or end of a chain. */
    private ChainLink readImplied(final ClickParser.ImpliedContext context, final boolean first, final boolean last) {
        final PortList list = ports.read(context.ports());
        if (first == last) {
            faults.report(
                    context.getStart(),
                    first ? "stranded port ignored" : "implicit ports used in the middle of a chain");
            return new ChainLink(Scope.NONE, PortList.ABSENT, PortList.ABSENT);
        }
        final ChainLink end = end(first ? scope.inputEnd() : scope.outputEnd(), context.getStart());
        return first
                ? new ChainLink(end.entry(), PortList.ABSENT, list)
                : new ChainLink(end.entry(), list, PortList.ABSENT);
    }

    /** An end of the compound; at the top level there is none. */
    private ChainLink end(final int element, final Token token) {
        if (element == Scope.NONE) {
            faults.syntaxError(token);
            return new ChainLink(Scope.NONE, PortList.ABSENT, PortList.ABSENT);
        }
        return new ChainLink(element, PortList.ABSENT, PortList.ABSENT);
    }

    private Token tokenAfter(final Token token) {
        return tools.tokens().get(token.getTokenIndex() + 1);
    }
}
