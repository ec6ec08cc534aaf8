package io.holdfast.nat.command;

import io.holdfast.log.secure.GroupKeyFile;
import io.holdfast.log.secure.GroupKeyWatch;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A group's keys, and a watch that takes a changed file; both end with this. */
final class OpenedKeys implements AutoCloseable {
    private final GroupKeys keys;
    private final GroupKeyWatch watch;

    OpenedKeys(final Optional<Path> file, final Consumer<String> log) {
        if (file.isEmpty()) {
            log.accept("WARNING: group.key is none: whoever reaches the sync ports is believed");
            keys = GroupKeys.none();
            watch = null;
            return;
        }
        try {
            keys = GroupKeys.of(GroupKeyFile.read(file.get()));
            watch = new GroupKeyWatch(file.get(), keys, log);
        } catch (final GroupKeyFile.KeyFileException e) {
            throw new CommandFailure("group.keyFile: " + e.getMessage(), e);
        }
    }

    GroupKeys keys() {
        return keys;
    }

    @Override
    public void close() throws Exception {
        if (watch != null) {
            watch.close();
        }
    }
}
