package io.holdfast.log.secure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A small file with a secret: for nobody but its owner, who must be the one who runs the node, or root. Any thread. */
final class SecretFile {
    static final long MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private SecretFile() {}

    /**
     * Reads a file that is its owner's alone.
     *
     * @param maker the command that makes one
     * @param faults is told all that is wrong, one line each
     * @return the text, null if there is a fault
     */
    static String read(final Path file, final String maker, final List<String> faults) {
        try {
            faults.addAll(faults(file));
            return faults.isEmpty() ? Files.readString(file, StandardCharsets.ISO_8859_1) : null;
        } catch (final NoSuchFileException e) {
            faults.add(file + ": no such file; '" + maker + "' makes one");
        } catch (final AccessDeniedException e) {
            faults.add(file + ": may not be read by this user");
        } catch (final IOException e) {
            faults.add(file + ": cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** Whose it is, who may read it, whether it is one. */
    private static List<String> faults(final Path file) throws IOException {
        final List<String> faults = new ArrayList<>();
        final PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        final Set<PosixFilePermission> tooMuch = new HashSet<>(attributes.permissions());
        tooMuch.retainAll(OTHERS);
        if (!tooMuch.isEmpty()) {
            faults.add(file + ": a key file must be its owner's alone (chmod 600): "
                    + PosixFilePermissions.toString(attributes.permissions()));
        }
        final UserPrincipal self = Files.getOwner(Path.of("/proc/self"), LinkOption.NOFOLLOW_LINKS);
        if (!attributes.owner().equals(self) && !attributes.owner().getName().equals("root")) {
            faults.add(file + ": a key file must belong to " + self.getName() + " or root: "
                    + attributes.owner().getName());
        }
        if (!attributes.isRegularFile()) {
            faults.add(file + ": a key file must be a regular file");
        } else if (attributes.size() > MAX_BYTES) {
            faults.add(file + ": a key file has at most " + MAX_BYTES + " bytes: " + attributes.size());
        }
        return faults;
    }

    /**
     * Writes a file that only its owner may read, in one step: a reader sees the old one or the new one.
     *
     * @throws IOException if it cannot be written
     */
    static void write(final Path file, final String text) throws IOException {
        final Path target = file.toAbsolutePath();
        final Path fresh = Files.createTempFile(
                target.getParent(), ".holdfast-key", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(fresh, text, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
