package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.Hugepages;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The command line that DPDK is started with. */
final class EalArguments {
    private static final Path HUGEPAGE_SIZES = Path.of("/sys/kernel/mm/hugepages");
    private static final long MEGABYTE = 1 << 20;
    /** What DPDK and its drivers need besides packet buffers. */
    private static final long OVERHEAD_MEGABYTES = 128;

    private static final long MIN_MEGABYTES = 256;

    private EalArguments() {}

    /**
     * Composes the arguments.
     *
     * @param packetBytes packet memory to be had
     * @param pciDevices NICs to be probed, each with its arguments; no other is touched
     * @param cpus on which DPDK's own threads may run
     */
    static List<String> compose(
            final Hugepages hugepages,
            final long packetBytes,
            final List<String> pciDevices,
            final BitSet cpus,
            final Path driverDirectory) {
        final long megabytes = Math.max(MIN_MEGABYTES, packetBytes / MEGABYTE + OVERHEAD_MEGABYTES);
        final List<String> arguments = new ArrayList<>(List.of("holdfast", "--no-telemetry", "--file-prefix"));
        arguments.add("holdfast" + ProcessHandle.current().pid());
        arguments.addAll(List.of("--lcores", "0@(" + list(cpus) + ")"));
        if (usesHugepages(hugepages, megabytes)) {
            arguments.addAll(List.of("--in-memory", "-m", Long.toString(megabytes)));
        } else {
            // Twice: such memory cannot grow later, and pages that are never touched cost nothing.
            arguments.addAll(List.of("--no-huge", "--no-shconf", "-m", Long.toString(2 * megabytes)));
        }
        if (pciDevices.isEmpty()) {
            arguments.add("--no-pci");
        }
        for (final String device : pciDevices) {
            arguments.addAll(List.of("-a", device));
        }
        if (driverDirectory != null) {
            arguments.addAll(List.of("-d", driverDirectory.toString()));
        }
        return arguments;
    }

    private static boolean usesHugepages(final Hugepages choice, final long megabytes) {
        final long free = choice == Hugepages.OFF ? 0 : freeHugepageMegabytes(HUGEPAGE_SIZES);
        if (choice == Hugepages.ON && free < megabytes) {
            throw new DeviceException("hugepages: on needs " + megabytes + " MiB of free huge pages: " + free
                    + " MiB. Remedy: sysctl vm.nr_hugepages=" + (megabytes + 1) / 2 + ", or hugepages: auto");
        }
        return free >= megabytes;
    }

    static long freeHugepageMegabytes(final Path sizes) {
        long kilobytes = 0;
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(sizes, "hugepages-*kB")) {
            for (final Path directory : directories) {
                final String size = directory.getFileName().toString().replaceAll("\\D", "");
                final String free =
                        Files.readString(directory.resolve("free_hugepages")).strip();
                kilobytes += Long.parseLong(size) * Long.parseLong(free);
            }
        } catch (final IOException | NumberFormatException e) {
            return 0;
        }
        return kilobytes / 1024;
    }

    private static String list(final BitSet cpus) {
        return String.join(",", cpus.stream().mapToObj(Integer::toString).toList());
    }
}
