package io.holdfast.perf.rig;

import java.util.Locale;
import java.util.Map;

/** How a box is protected, and what its nodes' settings say for it. */
public enum LogMode {
    /** One node, solo: no log, nothing held. */
    UNPROTECTED(1, Map.of()),
    /** A pair; every burst leaves a record. */
    ALL(2, Map.of("log.records", "all")),
    /** A pair; only what changes state leaves a record. */
    CHANGES(2, Map.of("log.records", "changes"));

    private final int nodes;
    private final Map<String, String> nodeSettings;

    LogMode(final int nodes, final Map<String, String> nodeSettings) {
        this.nodes = nodes;
        this.nodeSettings = nodeSettings;
    }

    /** Nodes that the box consists of. */
    public int nodes() {
        return nodes;
    }

    public boolean isProtected() {
        return nodes > 1;
    }

    /** What the nodes' settings say for it, by dotted names. */
    Map<String, String> nodeSettings() {
        return nodeSettings;
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
