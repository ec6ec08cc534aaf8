package io.holdfast.log.secure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The file of a group's keys: a heading, then one line for each key, {@code seal HEX} exactly once and
 * {@code accept HEX} up to three times; {@code #} begins a comment line.
 *
 * <p>Nobody but its owner may read or write it, and its owner must be the one who runs the node, or root.
 */
public final class GroupKeyFile {
    private static final String HEADING = "holdfast-group-key 1";
    private static final String SEAL = "seal";
    private static final String ACCEPT = "accept";

    private final Path file;
    private final List<String> faults = new ArrayList<>();

    private GroupKeyFile(final Path file) {
        this.file = file;
    }

    /** What is wrong with a key file: all of it, one line each. Never a part of a key. */
    public static final class KeyFileException extends Exception {
        private final transient List<String> faults;

        KeyFileException(final List<String> faults) {
            super(String.join("\n", faults));
            this.faults = List.copyOf(faults);
        }

        /** Each begins with the file's name. */
        public List<String> faults() {
            return faults;
        }
    }

    /**
     * Reads and checks a file.
     *
     * @throws KeyFileException with all faults
     */
    public static GroupKeyRing read(final Path file) throws KeyFileException {
        return new GroupKeyFile(file).read();
    }

    /**
     * Writes a file that only its owner may read, in one step: a reader sees the old one or the new one.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(final Path file, final GroupKeyRing ring) throws IOException {
        final StringBuilder text = new StringBuilder(HEADING).append('\n');
        String word = SEAL;
        for (final GroupKey key : ring.keys()) {
            text.append("# ").append(key).append('\n');
            text.append(word).append(' ').append(key.secretText()).append('\n');
            word = ACCEPT;
        }
        SecretFile.write(file, text.toString());
    }

    private GroupKeyRing read() throws KeyFileException {
        final String text = SecretFile.read(file, "holdfast key " + file, faults);
        if (text == null) {
            throw new KeyFileException(faults);
        }
        return ring(text.lines().toList());
    }

    private GroupKeyRing ring(final List<String> lines) throws KeyFileException {
        final List<GroupKey> sealing = new ArrayList<>();
        final List<GroupKey> accepted = new ArrayList<>();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADING)) {
            fault(1, "a key file begins with the line '" + HEADING + "'");
        }
        for (int i = 1; i < lines.size(); i++) {
            final String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                keyLine(i + 1, line, sealing, accepted);
            }
        }
        if (faults.isEmpty() && sealing.size() != 1) {
            fault(lines.size(), "a key file has one line '" + SEAL + " HEX': " + sealing.size());
        }
        if (faults.isEmpty()) {
            sealing.addAll(accepted);
            try {
                return new GroupKeyRing(sealing);
            } catch (final IllegalArgumentException e) {
                fault(lines.size(), e.getMessage());
            }
        }
        throw new KeyFileException(faults);
    }

    private void keyLine(
            final int number, final String line, final List<GroupKey> sealing, final List<GroupKey> accepted) {
        final String[] words = line.split("\\s+", 2);
        final List<GroupKey> target = switch (words[0]) {
            case SEAL -> sealing;
            case ACCEPT -> accepted;
            default -> null;
        };
        if (target == null) {
            fault(number, "a line begins with '" + SEAL + "', '" + ACCEPT + "' or '#'");
        } else if (words.length < 2 || !words[1].matches("[0-9a-fA-F]{" + 2 * GroupKey.LENGTH_BYTES + "}")) {
            // The line is not shown: it may be most of a key.
            fault(number, "a key has " + 2 * GroupKey.LENGTH_BYTES + " hexadecimal digits");
        } else {
            target.add(new GroupKey(HexFormat.of().parseHex(words[1])));
        }
    }

    private void fault(final int line, final String text) {
        faults.add(file + ":" + line + ": " + text);
    }
}
