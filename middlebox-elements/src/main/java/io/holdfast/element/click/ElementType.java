package io.holdfast.element.click;

import java.util.List;

/** What a declared element is an instance of. */
sealed interface ElementType
        permits ElementType.Primitive,
                ElementType.Compound,
                ElementType.Overloads,
                ElementType.End,
                ElementType.Unknown {
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

    /**
     * Several compounds under one name, of which each use takes the first whose arguments and ports fit.
     *
     * @param name of the element class, empty if it has none
     * @param compounds in order
     * @param extended class that is taken where none of them fits; null if there is none
     */
    record Overloads(String name, List<Compound> compounds, ElementType extended) implements ElementType {}

    /** One end of a group, which vanishes. */
    record End() implements ElementType {
        @Override
        public String name() {
            return "";
        }
    }

    /** A class that is not known, which has been reported. */
    record Unknown(String name) implements ElementType {}
}
