package io.holdfast.element;

import io.holdfast.element.click.FlatConnection;

/** The read handlers that every element has: name, class, config, ports and handlers. */
final class StandardHandlers {
    private StandardHandlers() {}

    static HandlerTable of(final GraphPlan plan, final int element) {
        final HandlerTable table = new HandlerTable();
        table.read("name", "the element's name", () -> plan.declaration(element).name());
        table.read("class", "its class", () -> plan.declaration(element).className());
        table.read(
                "config",
                "its arguments",
                () -> String.join(", ", plan.declaration(element).arguments()));
        table.read("ports", "its ports, and what they are connected to", () -> ports(plan, element));
        table.read("handlers", "its handlers", table::list);
        return table;
    }

    /** For each side, the number of ports, then a line for each port: its kind and what it is connected to. */
    private static String ports(final GraphPlan plan, final int element) {
        final StringBuilder text = new StringBuilder();
        append(text, plan, element, true);
        append(text, plan, element, false);
        return text.toString();
    }

    private static void append(
            final StringBuilder text, final GraphPlan plan, final int element, final boolean inputs) {
        final int count = inputs ? plan.inputCounts()[element] : plan.outputCounts()[element];
        text.append(count).append(inputs ? " input" : " output").append(count == 1 ? "\n" : "s\n");
        for (int port = 0; port < count; port++) {
            final PortKind[][] kinds =
                    inputs ? plan.ports().inputs() : plan.ports().outputs();
            text.append(kinds[element][port].word()).append("\t-\t");
            String separator = "";
            for (final FlatConnection c : plan.configuration().connections()) {
                if (inputs && c.to() == element && c.input() == port) {
                    text.append(separator).append(plan.declaration(c.from()).name());
                    text.append(" [").append(c.output()).append(']');
                    separator = ", ";
                } else if (!inputs && c.from() == element && c.output() == port) {
                    text.append(separator).append('[').append(c.input()).append("] ");
                    text.append(plan.declaration(c.to()).name());
                    separator = ", ";
                }
            }
            text.append('\n');
        }
    }
}
