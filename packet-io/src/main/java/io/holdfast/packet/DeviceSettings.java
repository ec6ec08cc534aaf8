package io.holdfast.packet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process's devices share: packet memory, and where DPDK is.
 *
 * @param capacityPackets packet buffers of each worker, in [{@value #MIN_CAPACITY_PACKETS},
 *     {@value #MAX_CAPACITY_PACKETS}]; they are shared by holds, elements and the receive rings of the worker's queues
 * @param hugepages whether DPDK's memory comes from huge pages; of no effect without DPDK ports
 * @param dpdkDirectory directory of the {@code librte_*.so} files, or null to search: system property or environment
 *     variable {@value #DPDK_DIRECTORY_NAME}, then the system's library path
 */
public record DeviceSettings(int capacityPackets, Hugepages hugepages, Path dpdkDirectory) {
    /** System property, and environment variable, that names DPDK's directory. */
    public static final String DPDK_DIRECTORY_NAME = "HOLDFAST_DPDK_DIR";

    public static final int DEFAULT_CAPACITY_PACKETS = 16_384;
    public static final int MIN_CAPACITY_PACKETS = 256;
    public static final int MAX_CAPACITY_PACKETS = 4_194_304;

    /** Takes {@value #DEFAULT_CAPACITY_PACKETS} buffers per worker, huge pages if free, DPDK from where it is. */
    public static DeviceSettings defaults() {
        return new DeviceSettings(DEFAULT_CAPACITY_PACKETS, Hugepages.AUTO, directoryFromEnvironment());
    }

    public DeviceSettings withCapacityPackets(final int packets) {
        return new DeviceSettings(packets, hugepages, dpdkDirectory);
    }

    public DeviceSettings withHugepages(final Hugepages choice) {
        return new DeviceSettings(capacityPackets, choice, dpdkDirectory);
    }

    public DeviceSettings withDpdkDirectory(final Path directory) {
        return new DeviceSettings(capacityPackets, hugepages, directory);
    }

    /** Rules that these settings break, as {@code name rule: value}; empty if none. */
    public List<String> problems() {
        final List<String> problems = new ArrayList<>();
        if (capacityPackets < MIN_CAPACITY_PACKETS || capacityPackets > MAX_CAPACITY_PACKETS) {
            problems.add("capacityPackets must be in [" + MIN_CAPACITY_PACKETS + ", " + MAX_CAPACITY_PACKETS + "]: "
                    + capacityPackets);
        }
        if (hugepages == null) {
            problems.add("hugepages must be auto, on or off: null");
        }
        return problems;
    }

    private static Path directoryFromEnvironment() {
        final String named = System.getProperty(DPDK_DIRECTORY_NAME, System.getenv(DPDK_DIRECTORY_NAME));
        return named == null || named.isBlank() ? null : Path.of(named);
    }
}
