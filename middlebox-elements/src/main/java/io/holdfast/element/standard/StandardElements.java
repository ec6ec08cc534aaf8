package io.holdfast.element.standard;

import io.holdfast.element.ElementClasses;

/** The list of the elements that come with Holdfast. */
public final class StandardElements {
    private StandardElements() {}

    /** Adds every standard element class. */
    public static void register(final ElementClasses classes) {
        classes.add("Discard", "1/0", "drops every packet", Discard::new);
        classes.add("Idle", "-/-", "drops what it gets, sends nothing", Idle::new);
    }
}
