package io.holdfast.nat.drill;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The machine that a drill ran on.
 *
 * @param when the drill began, UTC
 * @param load average of the last minute when the drill began: processes that want to run, others' included
 */
record Environment(
        String when,
        String operatingSystem,
        String java,
        int processors,
        String processor,
        long memoryMb,
        double load) {
    static Environment detect() {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                detectMemoryMb(),
                detectLoad());
    }

    String describe() {
        return String.format(
                "%s; %s; %d processors (%s), load %.1f, %,d MB; Java %s",
                when, operatingSystem, processors, processor, load, memoryMb, java);
    }

    /** What to say of a failure that others' work on this machine may explain; empty if it is idle enough. */
    static String loadHint() {
        final int processors = Runtime.getRuntime().availableProcessors();
        final double load = detectLoad();
        return load < 2 * processors
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (the machine is busy: load average %.1f on %d processors; try again when it is idle)",
                        load,
                        processors);
    }

    private static double detectLoad() {
        return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long detectMemoryMb() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 20
                : 0;
    }

    private static String field(final Path file, final String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }
}
