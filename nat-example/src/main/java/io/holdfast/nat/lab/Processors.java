package io.holdfast.nat.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which processors a process's threads may use. */
public final class Processors {
    private Processors() {}

    /**
     * Binds all threads that a process has to one processor; what they start later inherits it.
     *
     * @throws LabException if there is no such processor, or no such process
     */
    public static void bind(final long pid, final int cpu) {
        Shell.run("taskset", "-a", "-p", "-c", Integer.toString(cpu), Long.toString(pid));
    }

    /**
     * Lets all threads that a process has go before others on their processors; what they start later inherits it. Needs
     * root.
     *
     * @throws LabException if there is no such process
     */
    public static void prefer(final long pid) {
        final List<String> command = new ArrayList<>(List.of("renice", "-n", "-10", "-p"));
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.forEach(thread -> command.add(thread.getFileName().toString()));
        } catch (final IOException e) {
            throw new LabException("process " + pid + " is gone: " + e.getMessage(), e);
        }
        Shell.run(command.toArray(String[]::new));
    }
}
