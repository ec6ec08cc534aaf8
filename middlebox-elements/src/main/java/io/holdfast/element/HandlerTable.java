package io.holdfast.element;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The handlers of one element, in the order in which they were added; a later one replaces one of the same name. */
final class HandlerTable implements Handlers {
    private final Map<String, Supplier<String>> readers = new LinkedHashMap<>();
    private final Map<String, Consumer<String>> writers = new LinkedHashMap<>();

    @Override
    public void read(final String handlerName, final Supplier<String> handler) {
        readers.put(handlerName, handler);
    }

    @Override
    public void write(final String handlerName, final Consumer<String> handler) {
        writers.put(handlerName, handler);
    }

    /** The read handler of a name; null if there is none. */
    Supplier<String> reader(final String handlerName) {
        return readers.get(handlerName);
    }

    /** The write handler of a name; null if there is none. */
    Consumer<String> writer(final String handlerName) {
        return writers.get(handlerName);
    }

    /** All handlers, a line each: the name, a tab, and {@code r}, {@code w} or both. */
    String list() {
        final Set<String> names = new LinkedHashSet<>(readers.keySet());
        names.addAll(writers.keySet());
        final StringBuilder list = new StringBuilder();
        for (final String name : names) {
            list.append(name).append('\t');
            list.append(readers.containsKey(name) ? "r" : "").append(writers.containsKey(name) ? "w" : "");
            list.append('\n');
        }
        return list.toString();
    }
}
