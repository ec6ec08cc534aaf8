package io.holdfast.nat.command;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyFile;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.IdentityFile;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast key}: makes a group's key file, or takes it one step of a rotation further; or makes a member's own keys. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Make a group's key file, or rotate its key; or make the keys of one member.",
        footer = {
            "",
            "To rotate: --add, and copy the file to all nodes; --promote, and copy; --retire, and copy.",
            "Running nodes take a changed file within a second, without a pause.",
            "",
            "--identity makes a member's own pair for group.identityFile, and says the public key for",
            "group.identities of all."
        })
public final class KeyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the key file")
    private Path file;

    @ArgGroup
    private Step step;

    /** One step of a rotation. */
    static final class Step {
        @Option(names = "--add", description = "add a new key, which is accepted but not yet sealed with")
        private boolean add;

        @Option(names = "--promote", description = "seal with the key that was only accepted, and accept the former")
        private boolean promote;

        @Option(names = "--retire", description = "take out the keys that are only accepted")
        private boolean retire;

        @Option(names = "--identity", description = "make a member's own keys; the last line is the public one")
        private boolean identity;
    }

    @Override
    public Integer call() {
        if (step != null && step.identity) {
            return makeIdentity();
        }
        final GroupKeyRing ring = step == null ? fresh() : next(read());
        try {
            GroupKeyFile.write(file, ring);
        } catch (final IOException e) {
            throw unwritable(e);
        }
        System.out.println(file + ": seals with " + ring.sealing() + ", accepts " + ring.keys());
        return 0;
    }

    private int makeIdentity() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailure(file + ": the key file is there already");
        }
        try {
            final String key = IdentityFile.make(file);
            System.out.println(file + ": group.identityFile of one member; in group.identities of all:");
            System.out.println(key);
            return 0;
        } catch (final IOException e) {
            throw unwritable(e);
        }
    }

    private CommandFailure unwritable(final IOException e) {
        return new CommandFailure(file + ": cannot write the key file: " + FileFailure.reason(e), e);
    }

    private GroupKeyRing fresh() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailure(file + ": the key file is there already (to rotate: --add, --promote, --retire)");
        }
        return GroupKeyRing.of(GroupKey.random(new SecureRandom()));
    }

    private GroupKeyRing read() {
        try {
            return GroupKeyFile.read(file);
        } catch (final GroupKeyFile.KeyFileException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private GroupKeyRing next(final GroupKeyRing ring) {
        final List<GroupKey> keys = new ArrayList<>(ring.keys());
        if (step.add) {
            if (keys.size() == GroupKeyRing.MAX_KEYS) {
                throw new CommandFailure(
                        file + ": has " + keys.size() + " keys, the most there can be: --retire first");
            }
            keys.add(GroupKey.random(new SecureRandom()));
        } else if (keys.size() == 1) {
            throw new CommandFailure(file + ": has one key only: --add first");
        } else if (step.promote) {
            // The newest one comes first; the one that it takes over from is the last to be accepted.
            keys.addFirst(keys.removeLast());
        } else {
            keys.subList(1, keys.size()).clear();
        }
        return new GroupKeyRing(keys);
    }
}
