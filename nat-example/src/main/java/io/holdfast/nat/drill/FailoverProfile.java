package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** How soon the nodes of a drill take silence for a failure. */
enum FailoverProfile {
    /** What the settings say by themselves. */
    DEFAULT(List.of(), List.of()),
    /** A tenth of the default's silence; for machines with processors to spare. */
    FAST(List.of("failover: {heartbeatIntervalMs: 5, heartbeatTimeoutMs: 100}"), List.of("failover: {profile: fast}"));

    private final List<String> alone;
    private final List<String> withWitness;

    FailoverProfile(final List<String> alone, final List<String> withWitness) {
        this.alone = alone;
        this.withWitness = withWitness;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sections of the nodes' settings file. */
    List<String> settings(final boolean hasWitness) {
        return hasWitness ? withWitness : alone;
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
