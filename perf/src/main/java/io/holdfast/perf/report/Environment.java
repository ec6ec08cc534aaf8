package io.holdfast.perf.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a measurement ran on. */
public final class Environment {
    private Environment() {}

    /** All that may matter, by name. */
    public static Map<String, String> detect() {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("processor", field(Path.of("/proc/cpuinfo"), "model name"));
        all.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.put("hypervisor", Files.exists(Path.of("/sys/hypervisor/type")) || hasHypervisorFlag() ? "yes" : "no");
        all.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
        all.put("hugepages", field(Path.of("/proc/meminfo"), "HugePages_Total"));
        all.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("frequency governor", read(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
        all.put("load average", Double.toString(loadAverage()));
        all.put("JDK", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        all.put("JVM options", jvmOptions());
        all.put("DPDK", dpdk());
        return all;
    }

    /** Processes that want to run, of the last minute, others' included. */
    public static double loadAverage() {
        return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String jvmOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().collect(Collectors.joining(" "));
    }

    private static boolean hasHypervisorFlag() {
        return (" " + field(Path.of("/proc/cpuinfo"), "flags") + " ").contains(" hypervisor ");
    }

    /** Version of DPDK by its library's name, without loading it. */
    private static String dpdk() {
        for (final String directory : new String[] {"/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/local/lib"}) {
            final Path path = Path.of(directory);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    final String found = files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("librte_eal\\.so\\.\\d+(\\.\\d+)*"))
                            .sorted()
                            .collect(Collectors.joining(" "));
                    if (!found.isEmpty()) {
                        return found;
                    }
                } catch (final IOException e) {
                    // The next directory may do.
                }
            }
        }
        return "not found";
    }

    private static String read(final Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : "unknown";
        } catch (final IOException e) {
            return "unknown";
        }
    }

    private static String field(final Path file, final String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }
}
