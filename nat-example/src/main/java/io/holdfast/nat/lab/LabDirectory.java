package io.holdfast.nat.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one directory in which everything of a lab lives: settings, logs, sockets, wires.
 *
 * <p>Its file {@code owner} names the drill that made it, {@code children} the processes that it started, one per line,
 * each as process id and start time (which tells a process from a later one with the same id).
 */
final class LabDirectory {
    static final String NAME_PREFIX = "holdfast-lab-";

    private static final String OWNER = "owner";
    private static final String CHILDREN = "children";

    private final Path path;

    private LabDirectory(final Path path) {
        this.path = path;
    }

    /**
     * Makes a fresh directory, owned by this process, for nobody else to read.
     *
     * @param parent in which it is made: usually {@code java.io.tmpdir}
     */
    static LabDirectory create(final Path parent) {
        try {
            final var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            final Path path = Files.createTempDirectory(
                    parent, NAME_PREFIX + ProcessHandle.current().pid() + "-", permissions);
            Files.writeString(path.resolve(OWNER), identityOf(ProcessHandle.current()));
            return new LabDirectory(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The labs below a directory, those of living and of dead drills. */
    static List<LabDirectory> findAll(final Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(NAME_PREFIX))
                    .filter(Files::isDirectory)
                    .map(LabDirectory::new)
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(final String name) {
        return path.resolve(name);
    }

    /** Process id of the drill that made this directory, or -1 if the directory is not (yet, any longer) a lab's. */
    long ownerPid() {
        final String[] owner = read(OWNER).strip().split(" ");
        return owner.length == 2 ? Long.parseLong(owner[0]) : -1;
    }

    boolean isOwnerAlive() {
        return living(read(OWNER)).isPresent();
    }

    /** Remembers a process that must not outlive the lab. */
    void addChild(final ProcessHandle child) {
        try {
            Files.writeString(
                    path.resolve(CHILDREN),
                    identityOf(child) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of this lab that still run. */
    List<ProcessHandle> livingChildren() {
        return read(CHILDREN)
                .lines()
                .map(LabDirectory::living)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Ends the ownership: what is to be kept stays, and is nobody's any longer. */
    void release(final boolean keep) {
        if (!keep) {
            delete();
            return;
        }
        try {
            Files.deleteIfExists(path.resolve(OWNER));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the directory and what is in it; what is gone already does not matter. */
    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(final String name) {
        try {
            return Files.exists(path.resolve(name)) ? Files.readString(path.resolve(name)) : "";
        } catch (final IOException e) {
            return "";
        }
    }

    private static String identityOf(final ProcessHandle process) {
        return process.pid() + " "
                + process.info()
                        .startInstant()
                        .map(start -> start.toEpochMilli())
                        .orElse(0L);
    }

    private static Optional<ProcessHandle> living(final String identity) {
        final String[] words = identity.strip().split(" ");
        if (words.length != 2) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> identityOf(process).equals(identity.strip()));
    }
}
