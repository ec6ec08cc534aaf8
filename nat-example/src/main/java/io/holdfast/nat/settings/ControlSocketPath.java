package io.holdfast.nat.settings;

import java.nio.file.Path;

/** Where a node's control socket is. */
public final class ControlSocketPath {
    /** Name in the runtime directory. */
    public static final String NAME = "control.sock";

    /** Longest path of a Unix domain socket, in characters (sun_path, unix(7)). */
    static final int MAX_LENGTH = 107;

    private ControlSocketPath() {}

    /** The socket in a node's runtime directory. */
    public static Path in(final Path runtimeDirectory) {
        return runtimeDirectory.resolve(NAME);
    }
}
