package io.holdfast.element;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The handlers of one element, in the order in which they were added; a later one replaces one of the same name. */
final class HandlerTable implements Handlers {
    private final Map<String, UnaryOperator<String>> readers = new LinkedHashMap<>();
    private final Map<String, Consumer<String>> writers = new LinkedHashMap<>();
    private final Set<String> takesArguments = new LinkedHashSet<>();
    private final Map<String, String> readDescriptions = new LinkedHashMap<>();
    private final Map<String, String> writeDescriptions = new LinkedHashMap<>();

    @Override
    public void read(final String handlerName, final Supplier<String> handler) {
        readers.put(handlerName, ignored -> handler.get());
    }

    @Override
    public void readWith(final String handlerName, final String description, final UnaryOperator<String> handler) {
        readers.put(handlerName, handler);
        readDescriptions.put(handlerName, description);
        takesArguments.add(handlerName);
    }

    @Override
    public void write(final String handlerName, final Consumer<String> handler) {
        writers.put(handlerName, handler);
    }

    @Override
    public void read(final String handlerName, final String description, final Supplier<String> handler) {
        read(handlerName, handler);
        readDescriptions.put(handlerName, description);
    }

    @Override
    public void write(final String handlerName, final String description, final Consumer<String> handler) {
        write(handlerName, handler);
        writeDescriptions.put(handlerName, description);
    }

    /** What a read handler tells; null if it does not say. */
    String readDescription(final String handlerName) {
        return readDescriptions.get(handlerName);
    }

    /** What a write handler does; null if it does not say. */
    String writeDescription(final String handlerName) {
        return writeDescriptions.get(handlerName);
    }

    /** Names of all handlers, in the order in which they were added. */
    Set<String> names() {
        final Set<String> names = new LinkedHashSet<>(readers.keySet());
        names.addAll(writers.keySet());
        return names;
    }

    /** The read handler of a name; null if there is none. */
    UnaryOperator<String> reader(final String handlerName) {
        return readers.get(handlerName);
    }

    /** The write handler of a name; null if there is none. */
    Consumer<String> writer(final String handlerName) {
        return writers.get(handlerName);
    }

    /** All handlers, a line each: the name, a tab, and {@code r}, {@code w} or both. */
    String list() {
        final StringBuilder list = new StringBuilder();
        for (final String name : names()) {
            list.append(name).append('\t');
            list.append(readers.containsKey(name) ? "r" : "").append(writers.containsKey(name) ? "w" : "");
            list.append('\n');
        }
        return list.toString();
    }
}
