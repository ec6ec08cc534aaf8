package io.holdfast.nat.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads how many frames have left a node's ports, from the kernel's own counters of the namespace that its process is in.
 *
 * <p>They count what the node really sent, whatever it says of itself, and can be read while it is stopped. Thread-safe.
 */
final class PortCounters {
    /** Stands for what cannot be read: the process is gone, or not yet in its namespace. */
    static final long UNKNOWN = -1;

    private static final List<String> PORTS = List.of("lan", "wan");
    /** Of the numbers behind an interface's name: eight of reception come first. */
    private static final int TRANSMITTED_FRAMES = 9;

    private PortCounters() {}

    /** @return frames sent by both ports of the namespace of a process since they were made, or {@link #UNKNOWN} */
    static long transmitted(final long pid) {
        try {
            return sum(Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", "dev")));
        } catch (final IOException e) {
            return UNKNOWN;
        }
    }

    /** The same from the lines of {@code /proc/PID/net/dev}. */
    static long sum(final List<String> lines) {
        long frames = 0;
        int found = 0;
        for (final String line : lines) {
            final int colon = line.indexOf(':');
            if (colon > 0 && PORTS.contains(line.substring(0, colon).strip())) {
                frames += Long.parseLong(line.substring(colon + 1).strip().split("\\s+")[TRANSMITTED_FRAMES]);
                found++;
            }
        }
        return found == PORTS.size() ? frames : UNKNOWN;
    }
}
