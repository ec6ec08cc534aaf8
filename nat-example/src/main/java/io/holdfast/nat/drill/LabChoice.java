package io.holdfast.nat.drill;

/** Which lab the user wants. */
enum LabChoice {
    /** Namespaces where they can be had, else the embedded lab. */
    AUTO,
    NAMESPACES,
    EMBEDDED;

    /**
     * Reads the word of the command line.
     *
     * @throws IllegalArgumentException if it is another one
     */
    static LabChoice of(final String word) {
        for (final LabChoice choice : values()) {
            if (choice.name().equalsIgnoreCase(word)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("--lab must be auto, namespaces or embedded: " + word);
    }
}
