package io.holdfast.element;

import java.util.function.Consumer;

/** Reads what is written to handlers. */
public final class HandlerValues {
    private HandlerValues() {}

    public static boolean bool(final String text) {
        return value(text, ArgumentTypes.BOOL);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none, with the reason
     */
    public static <T> T value(final String text, final ArgumentType<T> type) {
        final Consumer<String> nobody = ignored -> {};
        return type.parse(text.strip(), new ArgumentList(java.util.List.of(), nobody).scope());
    }
}
