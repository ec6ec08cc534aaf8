package io.holdfast.element;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Where an element registers its named read and write handlers. Handlers run between bursts on the worker's thread. */
public interface Handlers {
    void read(String handlerName, Supplier<String> handler);

    /** A write handler; a value that it refuses is an {@link IllegalArgumentException} with the reason. */
    void write(String handlerName, Consumer<String> handler);

    /** A read handler that takes arguments, which may be empty. */
    void readWith(String handlerName, String description, UnaryOperator<String> handler);

    /** A read handler, with what it tells in one line. */
    default void read(final String handlerName, final String description, final Supplier<String> handler) {
        read(handlerName, handler);
    }

    /** A write handler, with what it does in one line. */
    default void write(final String handlerName, final String description, final Consumer<String> handler) {
        write(handlerName, handler);
    }
}
