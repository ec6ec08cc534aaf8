package io.holdfast.nat.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** Removes what drills left behind that were killed before they could clean up. */
public final class StaleLabs {
    private StaleLabs() {}

    /**
     * Ends the processes, and removes the namespaces and directories, of labs whose drill is dead.
     *
     * <p>A lab kept on purpose ({@code --keep}) has neither processes nor namespaces left, and no owner: it stays.
     *
     * @param parent directory of the labs: usually {@code java.io.tmpdir}
     * @return what was removed, in words
     */
    public static List<String> remove(final Path parent) {
        final List<String> removed = new ArrayList<>();
        for (final LabDirectory directory : LabDirectory.findAll(parent)) {
            if (directory.ownerPid() > 0 && !directory.isOwnerAlive()) {
                directory.livingChildren().forEach(ProcessHandle::destroyForcibly);
                directory.delete();
                removed.add(directory.path().toString());
            }
        }
        if (Namespaces.areUsable()) {
            removeNamespaces(removed);
        }
        return removed;
    }

    private static void removeNamespaces(final List<String> removed) {
        for (final String name : Namespaces.list()) {
            final Matcher matcher = Namespaces.NAME.matcher(name);
            if (matcher.matches() && !isAlive(Long.parseLong(matcher.group(1)))) {
                Namespaces.delete(name);
                removed.add("namespace " + name);
            }
        }
    }

    private static boolean isAlive(final long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
