package io.holdfast.nat.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks whether this machine can hold a lab of namespaces. */
public final class Prerequisites {
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_NET_RAW = 13;
    private static final int CAP_SYS_ADMIN = 21;
    private static final List<Path> LIBRARY_DIRECTORIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/usr/local/lib"),
            Path.of("/usr/local/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib"));

    private Prerequisites() {}

    /** What the namespace lab lacks here, each with its remedy; empty if it can be built. */
    public static List<String> missingForNamespaces() {
        final List<String> missing = new ArrayList<>();
        if (!isRoot()) {
            missing.add("network namespaces need root (CAP_NET_ADMIN, CAP_NET_RAW and CAP_SYS_ADMIN): use sudo");
        }
        requireProgram(missing, "ip", "iproute2");
        requireProgram(missing, "ethtool", "ethtool");
        requireProgram(missing, "sysctl", "procps");
        requireLibrary(missing, "librte_ethdev.so.");
        requireLibrary(missing, "librte_net_af_packet.so.");
        return missing;
    }

    static boolean isRoot() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            final long capabilities = lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .mapToLong(text -> Long.parseUnsignedLong(text, 16))
                    .findFirst()
                    .orElse(0);
            final long needed = 1L << CAP_NET_ADMIN | 1L << CAP_NET_RAW | 1L << CAP_SYS_ADMIN;
            return (capabilities & needed) == needed;
        } catch (final IOException e) {
            return false;
        }
    }

    /** @return the program's file, or null if it is nowhere on the path */
    static Path findProgram(final String name) {
        final String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
        for (final String directory : path.split(":")) {
            final Path file = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    private static void requireProgram(final List<String> missing, final String name, final String debianPackage) {
        if (findProgram(name) == null) {
            missing.add("the command `" + name + "` is not installed: apt-get install " + debianPackage);
        }
    }

    private static void requireLibrary(final List<String> missing, final String prefix) {
        if (LIBRARY_DIRECTORIES.stream().noneMatch(directory -> holdsFile(directory, prefix))) {
            missing.add("DPDK's library " + prefix + "* is not installed: apt-get install dpdk");
        }
    }

    private static boolean holdsFile(final Path directory, final String prefix) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.find(
                directory,
                3,
                (file, attributes) -> file.getFileName().toString().startsWith(prefix))) {
            return files.findAny().isPresent();
        } catch (final IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }
}
