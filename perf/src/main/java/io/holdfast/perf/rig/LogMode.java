package io.holdfast.perf.rig;

import java.util.List;
import java.util.Locale;

/** How a box is protected, and what its nodes' settings say for it. */
public enum LogMode {
    /** One node, solo: no log, nothing held. */
    UNPROTECTED(1, List.of("log:")),
    /** A pair; every burst leaves a record. */
    ALL(2, List.of("log:")),
    /** A pair; only what changes state leaves a record. */
    CHANGES(2, List.of("log:", "  records: changes"));

    private final int nodes;
    private final List<String> logSettings;

    LogMode(final int nodes, final List<String> logSettings) {
        this.nodes = nodes;
        this.logSettings = logSettings;
    }

    /** Nodes that the box consists of. */
    public int nodes() {
        return nodes;
    }

    public boolean isProtected() {
        return nodes > 1;
    }

    /** The section {@code log} of the nodes' settings, to which lines may be added. */
    List<String> logSettings() {
        return logSettings;
    }

    /** The word for it in options and results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a word.
     *
     * @throws IllegalArgumentException if there is no such mode
     */
    public static LogMode of(final String word) {
        for (final LogMode mode : values()) {
            if (mode.word().equals(word.strip())) {
                return mode;
            }
        }
        throw new IllegalArgumentException("a log mode is one of unprotected, all, changes: " + word);
    }
}
