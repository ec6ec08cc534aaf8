package io.holdfast.element.queue;

import io.holdfast.element.ElementClasses;

/** The list of Scheduler elements. */
public final class SchedulerElements {
    private SchedulerElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {}
}
