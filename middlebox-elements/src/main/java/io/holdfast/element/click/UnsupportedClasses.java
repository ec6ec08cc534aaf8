package io.holdfast.element.click;

import java.util.Set;

/** The element classes of Click that are part of its language, which this version lacks. */
final class UnsupportedClasses {
    private static final Set<String> NAMES = Set.of("AddressInfo", "PortInfo");

    private UnsupportedClasses() {}

    /**
     * Words the fault of a name that means nothing.
     *
     * @param fault in general, such as {@code undeclared element}
     */
    static String message(final String name, final String fault) {
        return NAMES.contains(name)
                ? "element class '" + name + "' is not supported in this version"
                : fault + " '" + name + "'";
    }
}
