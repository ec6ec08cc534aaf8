package io.holdfast.recovery.control;

import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One entry of the group's control log: what a person asked of a node, or what a node runs.
 *
 * @param epochMs wall clock of the node, since 1970
 * @param node name of the node that wrote it
 * @param kind what happened
 * @param text the configuration, or the person's reason; at most {@link #MOST_TEXT_BYTES} bytes
 */
public record ControlEntry(long epochMs, String node, Kind kind, String text) {
    public static final int MOST_TEXT_BYTES = 512;

    private static final int FORMAT = 0x48_46_63_01;
    private static final int MOST_NAME_BYTES = 63;

    /** What can happen. */
    public enum Kind {
        /** A node started with another configuration than before. */
        CONFIGURED("runs"),
        SWITCHOVER("was asked to hand over"),
        DRAIN("was drained"),
        UNDRAIN("was let in again"),
        COLD_START("was asked for a cold start");

        private final String words;

        Kind(final String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    public ControlEntry {
        text = shortened(text);
    }

    private static String shortened(final String text) {
        String kept = text;
        while (kept.getBytes(StandardCharsets.UTF_8).length > MOST_TEXT_BYTES) {
            kept = kept.substring(0, kept.length() - 1);
        }
        return kept;
    }

    /** As a register holds it. */
    public RegisterValue toValue() {
        return RegisterValue.of(new WireWriter()
                .putInt(FORMAT)
                .putLong(epochMs)
                .putText(node)
                .putByte(kind.ordinal())
                .putText(text)
                .toBytes());
    }

    /** The entry in a register; null if the register holds something else. */
    public static ControlEntry of(final RegisterValue value) {
        final byte[] bytes = value.bytes();
        final WireReader in = new WireReader(new UnsafeBuffer(bytes), 0, bytes.length);
        if (in.readInt() != FORMAT) {
            return null;
        }
        final long epochMs = in.readLong();
        final String node = in.readText(MOST_NAME_BYTES);
        final int kind = in.readByte();
        final String text = in.readText(MOST_TEXT_BYTES);
        return !in.isWhole() || kind >= Kind.values().length
                ? null
                : new ControlEntry(epochMs, node, Kind.values()[kind], text);
    }

    @Override
    public String toString() {
        return Instant.ofEpochMilli(epochMs).truncatedTo(ChronoUnit.SECONDS) + " " + node + " " + kind.words()
                + (text.isEmpty() ? "" : ": " + text);
    }
}
