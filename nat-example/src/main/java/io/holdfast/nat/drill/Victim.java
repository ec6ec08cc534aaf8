package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whom a drill kills. */
enum Victim {
    MASTER,
    REPLICA;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the words of the command line, separated by commas.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    static List<Victim> listOf(final String words) {
        final List<Victim> victims = new ArrayList<>();
        for (final String word : words.split(",", -1)) {
            victims.add(of(word.trim(), words));
        }
        return List.copyOf(victims);
    }

    private static Victim of(final String word, final String all) {
        for (final Victim victim : values()) {
            if (victim.word().equals(word)) {
                return victim;
            }
        }
        throw new IllegalArgumentException("--kill must be master, replica, or a row of them: " + all);
    }
}
