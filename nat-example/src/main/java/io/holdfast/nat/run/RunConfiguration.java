package io.holdfast.nat.run;

import io.holdfast.element.ElementClasses;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.click.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the configurations of a run, and the libraries that they require. */
public final class RunConfiguration {
    private RunConfiguration() {}

    /** Reads the configuration that the run begins with. */
    public static GraphDefinition read(final RunSettings settings) {
        return read(settings, settings.fileName(), settings.text());
    }

    static GraphDefinition read(final RunSettings settings, final String fileName, final String text) {
        return GraphDefinition.parse(
                fileName,
                text,
                settings.variables(),
                ElementClasses.standard(),
                (from, name) -> find(settings.clickPath(), from, name));
    }

    /** A library lies beside the file that requires it, or in the conf folder of one of the path's folders. */
    private static Libraries.Library find(final List<Path> clickPath, final String from, final String name) {
        final List<Path> places = new ArrayList<>();
        final Path fromPath = Path.of(from.startsWith("<") ? "" : from);
        places.add(fromPath.getParent() == null ? Path.of(name) : fromPath.resolveSibling(name));
        for (final Path folder : clickPath) {
            places.add(folder.resolve("conf").resolve(name));
            places.add(folder.resolve(name));
        }
        for (final Path place : places) {
            try {
                if (Files.isRegularFile(place)) {
                    return new Libraries.Library(place.normalize().toString(), Files.readString(place));
                }
            } catch (final IOException e) {
                // It cannot be read: the next place may have one that can.
            }
        }
        return null;
    }
}
