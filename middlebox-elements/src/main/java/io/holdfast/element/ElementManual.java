package io.holdfast.element;

import io.holdfast.packet.PacketBatch;
import java.util.List;

/**
 * The manual of the element classes, made of what they declare: the page of a class is what the parser checks and the
 * element answers, in Markdown that also reads as plain text.
 */
public final class ElementManual {
    private static final int NAME_WIDTH = 26;

    private ElementManual() {}

    /** All classes, a line each. */
    public static String list(final ElementClasses classes) {
        final StringBuilder text = new StringBuilder();
        for (final ElementClass elementClass : classes.all()) {
            text.append(elementClass.name())
                    .append(" "
                            .repeat(Math.max(1, NAME_WIDTH - elementClass.name().length())))
                    .append(elementClass.summary())
                    .append('\n');
        }
        return text.toString();
    }

    /** The table of contents of the pages, in Markdown. */
    public static String index(final ElementClasses classes) {
        final StringBuilder text = new StringBuilder("# Elements\n\n"
                + "Generated from the elements' declarations; `holdfast elements CLASS` prints the same pages.\n\n"
                + "| class | what it does |\n| --- | --- |\n");
        for (final ElementClass elementClass : classes.all()) {
            text.append("| [")
                    .append(elementClass.name())
                    .append("](")
                    .append(elementClass.name())
                    .append(".md) | ")
                    .append(cell(elementClass.summary()))
                    .append(" |\n");
        }
        return text.toString();
    }

    /** The page of one class. */
    public static String page(final ElementClass elementClass) {
        final StringBuilder text = new StringBuilder();
        text.append("# ").append(elementClass.name()).append("\n\n");
        text.append(capitalized(elementClass.summary())).append(".\n\n");
        text.append("    ").append(synopsis(elementClass)).append("\n\n");
        text.append("Ports: `").append(elementClass.portCounts()).append("` (inputs/outputs), ");
        text.append("`").append(elementClass.processing()).append("` (h push, l pull, a either), flow `");
        text.append(elementClass.flow()).append("`.\n");
        if (!elementClass.details().isEmpty()) {
            text.append('\n').append(elementClass.details()).append('\n');
        }
        appendParameters(text, elementClass.parameters());
        appendHandlers(text, elementClass);
        for (final String example : elementClass.examples()) {
            text.append("\nExample:\n\n    ").append(example).append('\n');
        }
        return text.toString();
    }

    private static String synopsis(final ElementClass elementClass) {
        final StringBuilder text = new StringBuilder(elementClass.name()).append('(');
        String separator = "";
        for (final Parameter<?> parameter : elementClass.parameters()) {
            final String shown = switch (parameter.kind()) {
                case MANDATORY -> parameter.name();
                case OPTIONAL -> "[" + parameter.name() + "]";
                case MANDATORY_KEYWORD -> parameter.name() + " value";
                case KEYWORD -> "[" + parameter.name() + " value]";
                case REST -> parameter.name() + ", ...";
            };
            text.append(separator).append(shown);
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private static void appendParameters(final StringBuilder text, final List<Parameter<?>> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        text.append(
                "\n| argument | given | type | unit | default | meaning |\n| --- | --- | --- | --- | --- | --- |\n");
        for (final Parameter<?> parameter : parameters) {
            final String given = switch (parameter.kind()) {
                case MANDATORY -> "always";
                case OPTIONAL -> "by place or keyword";
                case MANDATORY_KEYWORD -> "always, by keyword";
                case KEYWORD -> "by keyword";
                case REST -> "any number";
            };
            text.append("| ").append(parameter.name()).append(" | ").append(given);
            text.append(" | ").append(parameter.type().word());
            text.append(" | ").append(parameter.unit());
            text.append(" | ").append(cell(parameter.defaultText()));
            text.append(" | ").append(cell(parameter.description())).append(" |\n");
        }
    }

    private static void appendHandlers(final StringBuilder text, final ElementClass elementClass) {
        final HandlerTable table = handlersOf(elementClass);
        if (table.names().isEmpty()) {
            return;
        }
        text.append("\n| handler | use | meaning |\n| --- | --- | --- |\n");
        for (final String name : table.names()) {
            final boolean reads = table.reader(name) != null;
            final boolean writes = table.writer(name) != null;
            text.append("| ").append(name).append(" | ");
            text.append(reads ? "read" : "").append(reads && writes ? ", " : "").append(writes ? "write" : "");
            text.append(" | ").append(cell(description(table, name))).append(" |\n");
        }
    }

    private static String description(final HandlerTable table, final String name) {
        final String read = table.readDescription(name);
        final String write = table.writeDescription(name);
        if (read == null || write == null) {
            return read == null ? write == null ? "" : write : read;
        }
        return read + "; " + write;
    }

    /** The handlers that an element with the fewest ports adds, asked of one that is made for it and never used. */
    private static HandlerTable handlersOf(final ElementClass elementClass) {
        final PortCounts counts = PortCounts.parse(elementClass.portCounts());
        final Element element = elementClass.make();
        element.identify(elementClass.name(), "manual:1");
        final Output[] outputs = new Output[counts.outputs(0, 0)];
        java.util.Arrays.fill(outputs, new Output(new Nobody(), 0));
        element.connect(new Input[counts.inputs(0)], outputs, new boolean[outputs.length]);
        // Faults do not matter: some elements make what their handlers need when they are configured.
        element.configure(new ArgumentList(List.of(), ignored -> {}));
        final HandlerTable table = new HandlerTable();
        element.addHandlers(table);
        return table;
    }

    private static String cell(final String text) {
        return text.replace("|", "\\|");
    }

    private static String capitalized(final String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Stands at the other end of an output that nobody uses. */
    private static final class Nobody extends Element {
        @Override
        public void push(final int input, final PacketBatch batch) {
            batch.free();
        }
    }
}
