package io.holdfast.nat.run;

/** The handlers of a running graph, as control sockets and the command line see them. */
interface RunHandlers {
    /** Reads a handler; {@link IllegalArgumentException} with the reason if that cannot be. */
    String read(String handler, String arguments);

    /** Writes a handler; {@link IllegalArgumentException} with the reason if that cannot be. */
    void write(String handler, String value);

    boolean hasElement(String name);

    boolean hasReader(String handler);

    boolean hasWriter(String handler);

    /** Name of the element with a number, counted from 1; null if there is none. */
    String elementName(int number);
}
