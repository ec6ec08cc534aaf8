package io.holdfast.log.disk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one log epoch on disk: a snapshot and all that was logged on top of it.
 *
 * <p>Its text is the alias of its recordings in the archive's catalogue, so that what a recording belongs to is written
 * with the recording.
 *
 * @param view that the log protected
 * @param incarnation of the master that wrote the log
 * @param epoch of the log
 * @param workers of the data path, one log each
 * @param fingerprint of the graph
 */
public record Generation(long view, long incarnation, int epoch, int workers, long fingerprint) {
    private static final Pattern TEXT =
            Pattern.compile("holdfast_v([0-9a-f]+)_i([0-9a-f]+)_e([0-9a-f]+)_w([0-9a-f]+)_g([0-9a-f]+)");

    public Generation {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1: " + workers);
        }
    }

    /** The name, of characters that a channel's alias may have. */
    String text() {
        return "holdfast_v" + Long.toHexString(view) + "_i" + Long.toHexString(incarnation) + "_e"
                + Integer.toHexString(epoch) + "_w" + Integer.toHexString(workers) + "_g"
                + Long.toHexString(fingerprint);
    }

    /** What such a name says; empty for a name of another kind. */
    static Optional<Generation> parse(final String text) {
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Generation(
                    Long.parseUnsignedLong(matcher.group(1), 16),
                    Long.parseUnsignedLong(matcher.group(2), 16),
                    Integer.parseUnsignedInt(matcher.group(3), 16),
                    Integer.parseUnsignedInt(matcher.group(4), 16),
                    Long.parseUnsignedLong(matcher.group(5), 16)));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
