package io.holdfast.nat.drill;

/** Which lab the user wants. */
enum LabChoice {
    /** Namespaces where they can be had, else the embedded lab. */
    AUTO,
    NAMESPACES,
    EMBEDDED
}
