package io.holdfast.element;

import java.util.List;

/** The handlers of a graph that belong to no element. */
final class GraphHandlers {
    /** What {@code version} says: the language is that of this version of Click. */
    private static final String LANGUAGE_VERSION = "2.1";

    private final HandlerTable table = new HandlerTable();

    GraphHandlers(final GraphPlan plan, final WorkerEnvironment environment) {
        final List<String> names = plan.configuration().elements().stream()
                .map(element -> element.name() + "\n")
                .toList();
        table.read("version", "version of the language", () -> LANGUAGE_VERSION + "\n");
        table.read("list", "number and names of the elements", () -> names.size() + "\n" + String.join("", names));
        table.read("classes", "all element classes", () -> lines(plan.source().classNames()));
        table.read(
                "config",
                "the configuration as it was read",
                () -> plan.source().text());
        table.read(
                "flatconfig",
                "the configuration without compounds",
                () -> plan.configuration().text());
        table.read(
                "requirements",
                "what the configuration requires",
                () -> lines(plan.source().requirements()));
        table.read("packages", "packages that were loaded: none, all is built in", () -> "");
        table.read("handlers", "these handlers", table::list);
        table.write("stop", "stops the driver", ignored -> environment.requestStop());
    }

    private static String lines(final List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    HandlerTable table() {
        return table;
    }
}
