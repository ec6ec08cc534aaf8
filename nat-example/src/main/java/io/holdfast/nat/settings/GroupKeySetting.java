package io.holdfast.nat.settings;

import io.holdfast.log.secure.GroupKeyFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads where a group's key is: {@code group.keyFile: FILE}, or {@code group.key: none}, said in so many words, for a
 * group that believes whoever reaches its ports.
 */
final class GroupKeySetting {
    private static final String FILE = "keyFile";
    private static final String KEY = "key";

    private GroupKeySetting() {}

    /**
     * Reads and checks, the key file included.
     *
     * @param settings file that relative names are beside
     */
    static Optional<Path> read(final Section group, final Path settings, final Faults faults) {
        final String name = group.text(FILE, "");
        final String none = group.text(KEY, "");
        if (group.has(KEY) && !none.equals("none")) {
            // The value is not shown: somebody may have written a key.
            faults.add(group.where(KEY), "group.key must be none; a key is given by group.keyFile");
        } else if (group.has(FILE) == group.has(KEY)) {
            faults.add(
                    group.mark(),
                    group.has(FILE)
                            ? "group.keyFile and group.key must not both be given"
                            : "group.keyFile must be given ('holdfast key FILE' makes one), or group.key: none where"
                                    + " only the group's nodes reach the sync segment: both are missing");
        }
        if (name.isEmpty()) {
            if (group.has(FILE)) {
                faults.add(group.where(FILE), "group.keyFile must be a file's name");
            }
            return Optional.empty();
        }
        final Path file = settings.toAbsolutePath().resolveSibling(name);
        try {
            GroupKeyFile.read(file);
        } catch (final GroupKeyFile.KeyFileException e) {
            e.faults().forEach(fault -> faults.add(group.where(FILE), "group.keyFile: " + fault));
        }
        return Optional.of(file);
    }
}
