package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.Hugepages;
import io.holdfast.packet.PortSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DpdkLibraryTest {
    @TempDir
    private Path directory;

    @Test
    void shouldSayWhichPackagesToInstallWhenDpdkIsMissing() {
        final DeviceSettings settings = DeviceSettings.defaults().withDpdkDirectory(directory);
        final DeviceException refusal = assertThrows(
                DeviceException.class, () -> Devices.open(List.of(new PortSettings("left", "net_ring")), 1, settings));
        assertTrue(refusal.getMessage().contains("DPDK is not installed in " + directory), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("apt install dpdk libdpdk-dev"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("HOLDFAST_DPDK_DIR"), refusal.getMessage());
        assertEquals(
                1,
                Devices.check(List.of(new PortSettings("left", "net_ring")), 1, settings)
                        .size());
    }

    @Test
    void shouldNotNeedDpdkForMemoryPorts() {
        final DeviceSettings settings = DeviceSettings.defaults().withDpdkDirectory(directory);
        assertEquals(
                List.of(),
                Devices.check(List.of(new PortSettings("left", "memory,file=" + directory.resolve("w"))), 1, settings));
    }

    @Test
    void shouldCountFreeHugePages() throws IOException {
        size("hugepages-2048kB", 300);
        size("hugepages-1048576kB", 2);
        assertEquals(600 + 2048, EalArguments.freeHugepageMegabytes(directory));
        assertEquals(0, EalArguments.freeHugepageMegabytes(directory.resolve("none")));
    }

    @Test
    void shouldSayHowManyHugePagesAreMissing() {
        final BitSet cpus = new BitSet();
        cpus.set(0, 2);
        final DeviceException refusal = assertThrows(
                DeviceException.class, () -> EalArguments.compose(Hugepages.ON, 1L << 45, List.of(), cpus, null));
        assertTrue(refusal.getMessage().contains("sysctl vm.nr_hugepages="), refusal.getMessage());
        final List<String> without = EalArguments.compose(Hugepages.OFF, 1 << 20, List.of(), cpus, null);
        assertTrue(without.containsAll(List.of("--no-huge", "--no-pci", "0@(0,1)")), without.toString());
    }

    @Test
    void shouldProbeOnlyTheNicsNamed() {
        final List<String> arguments =
                EalArguments.compose(Hugepages.OFF, 1 << 20, List.of("0000:65:00.0"), new BitSet(), null);
        assertTrue(arguments.contains("0000:65:00.0") && !arguments.contains("--no-pci"), arguments.toString());
    }

    private void size(final String name, final int free) throws IOException {
        final Path size = Files.createDirectory(directory.resolve(name));
        Files.writeString(size.resolve("free_hugepages"), free + "\n");
    }
}
