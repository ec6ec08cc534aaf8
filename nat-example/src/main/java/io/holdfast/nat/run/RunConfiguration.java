package io.holdfast.nat.run;

import io.holdfast.element.GraphDefinition;

/** Reads the configurations of a run. */
public final class RunConfiguration {
    private RunConfiguration() {}

    /** Reads the configuration that the run begins with. */
    public static GraphDefinition read(final RunSettings settings) {
        return read(settings, settings.fileName(), settings.text());
    }

    static GraphDefinition read(final RunSettings settings, final String fileName, final String text) {
        return GraphDefinition.parse(fileName, text, settings.variables());
    }
}
