package io.holdfast.element.click;

/** What a declared element is an instance of. */
sealed interface ElementType permits ElementType.Primitive, ElementType.Compound, ElementType.Unknown {
    /** Name as messages show it. */
    String name();

    /** A class written in Java. */
    record Primitive(String name) implements ElementType {}

    /**
     * A compound written in the configuration.
     *
     * @param name of the element class, empty if it has none
     * @param body its elements and connections
     */
    record Compound(String name, Scope body) implements ElementType {}

    /** A class that is not known, which has been reported. */
    record Unknown(String name) implements ElementType {}
}
