package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** How soon the nodes of a drill take silence for a failure. */
enum FailoverProfile {
    /** What the settings say by themselves. */
    DEFAULT(List.of()),
    /** A tenth of the default's silence; for machines with processors to spare. */
    FAST(List.of("failover: {heartbeatIntervalMs: 5, heartbeatTimeoutMs: 100}"));

    private final List<String> settings;

    FailoverProfile(final List<String> settings) {
        this.settings = settings;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sections of the nodes' settings file. */
    List<String> settings() {
        return settings;
    }

    /** @throws IllegalArgumentException if there is no such profile */
    static FailoverProfile of(final String word) {
        for (final FailoverProfile profile : values()) {
            if (profile.word().equals(word)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("--profile must be default or fast: " + word);
    }
}
