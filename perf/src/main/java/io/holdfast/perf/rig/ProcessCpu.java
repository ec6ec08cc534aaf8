package io.holdfast.perf.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time of another JVM's data path, from /proc: that of all its threads but the JVM's own (compilers, collector,
 * signal handling).
 */
final class ProcessCpu {
    private static final List<String> JVM_THREADS = List.of(
            "C1 Comp",
            "C2 Comp",
            "GC ",
            "G1 ",
            "VM ",
            "Z",
            "Signal Disp",
            "Service Thr",
            "Monitor Def",
            "Common-Clean",
            "Finalizer",
            "Reference Ha",
            "Notificatio",
            "Attach List",
            "parent-watch");

    private final Path tasks;

    ProcessCpu(final long pid) {
        tasks = Path.of("/proc", Long.toString(pid), "task");
    }

    /** Nanoseconds so far; 0 if the process is gone. */
    long readNs() {
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.filter(ProcessCpu::isDataPath)
                    .mapToLong(ProcessCpu::threadNs)
                    .sum();
        } catch (final IOException e) {
            return 0;
        }
    }

    private static boolean isDataPath(final Path thread) {
        try {
            final String name = Files.readString(thread.resolve("comm")).strip();
            return JVM_THREADS.stream().noneMatch(name::startsWith);
        } catch (final IOException e) {
            return false;
        }
    }

    /** First number of schedstat: time on a processor, in nanoseconds. */
    private static long threadNs(final Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        } catch (final IOException e) {
            return 0;
        }
    }
}
