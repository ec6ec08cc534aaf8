package io.holdfast.element.source;

import io.holdfast.element.ElementClasses;

/** The list of Source elements. */
public final class SourceElements {
    private SourceElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {}
}
