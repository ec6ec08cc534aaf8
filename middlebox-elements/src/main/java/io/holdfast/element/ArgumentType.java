package io.holdfast.element;

/**
 * A kind of value that configurations write.
 *
 * @param <T> what elements get
 */
public interface ArgumentType<T> {
    /**
     * Reads a value.
     *
     * @param text of the argument, quotes included, the keyword not
     * @throws IllegalArgumentException if it is no such value; the message follows {@code NAME: }
     */
    T parse(String text, ArgumentScope scope);

    /** What an element gets if the argument is missing or wrong and there is no default; the fault is reported. */
    T standIn();

    /** What manuals call it. */
    String word();
}
