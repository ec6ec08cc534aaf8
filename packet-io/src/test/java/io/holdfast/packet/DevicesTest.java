package io.holdfast.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.dpdk.Libc;
import io.holdfast.packet.memory.MemoryWire;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    private static final DeviceSettings SETTINGS = DeviceSettings.defaults();

    @TempDir
    private Path directory;

    @Test
    void shouldReportAllWrongSettingsAtOnce() {
        final List<PortSettings> ports = List.of(
                new PortSettings("a", "net_afpacket,iface=x"),
                new PortSettings("b", "net_af_packet,iface=hfmissing0,qpairs=3"),
                new PortSettings("b", "memory,file=/no/such/directory/wire"),
                new PortSettings("d", "net_memif,role=master,id=x"),
                new PortSettings("e", "net_null,size"),
                new PortSettings("f", "0000:ff:1f.7"),
                new PortSettings("", "net_pcap"));
        final DeviceException refusal =
                assertThrows(DeviceException.class, () -> Devices.open(ports, 0, SETTINGS.withCapacityPackets(5)));
        final String message = refusal.getMessage();
        for (final String expected : List.of(
                "workers must be in [1, 64]: 0",
                "capacityPackets must be in [256, 4194304]: 5",
                "port a: a device is one of memory, net_af_packet,",
                "port b: iface must be an interface of this machine (ip link): hfmissing0",
                "port b: qpairs must equal the number of workers, 0: 3",
                "port names must differ: b",
                "port b: file must be in a directory that exists: /no/such/directory/wire",
                "port d: role must be one of client, server: master",
                "port d: id must be a number: x",
                "port d: net_memif needs socket=...: it is missing",
                "port e: a device's argument has the form name=value: size",
                "port f: a PCI address must be one of /sys/bus/pci/devices: 0000:ff:1f.7",
                "a port must have a name: device net_pcap",
                "net_pcap needs rx_pcap=, tx_pcap= or iface=")) {
            assertTrue(message.contains(expected), expected + " is not in " + message);
        }
    }

    @Test
    void shouldRefuseDevicesThatTwoPortsName() {
        final String wire = "memory,file=" + directory.resolve("wire");
        final List<String> problems = Devices.check(
                List.of(
                        new PortSettings("a", wire),
                        new PortSettings("b", "memory,file=" + directory + "/./wire"),
                        new PortSettings("c", "net_null3"),
                        new PortSettings("d", "net_null3,size=60")),
                1,
                SETTINGS.withDpdkDirectory(null));
        assertTrue(
                problems.stream()
                        .anyMatch(problem -> problem.startsWith("port b: two ports must not use the same file")),
                problems.toString());
        assertTrue(
                problems.contains("port d: two ports must not use the same device net_null3: port c does already"),
                problems.toString());
    }

    @Test
    void shouldOpenAllPortsOrNone() {
        final Path left = directory.resolve("left");
        try (MemoryWire wire = MemoryWire.create(left, 1, 1 << 16, 1)) {
            final List<PortSettings> ports = List.of(
                    new PortSettings("left", "memory,file=" + left),
                    new PortSettings("right", "memory,file=" + directory.resolve("right")));
            final DeviceException refusal = assertThrows(DeviceException.class, () -> Devices.open(ports, 1, SETTINGS));
            assertTrue(refusal.getMessage().contains("port right: the memory wire"), refusal.getMessage());
            assertEquals(0, wire.nodePid());
        }
    }

    @Test
    void shouldPinAWorkersThreadAndLetItGo() {
        final Path left = directory.resolve("left");
        try (MemoryWire wire = MemoryWire.create(left, 1, 1 << 16, 1);
                PacketDevices devices =
                        Devices.open(List.of(new PortSettings("left", "memory,file=" + left)), 1, SETTINGS)) {
            final int before = Libc.threadCpus().cardinality();
            devices.attachWorker(0, 0);
            assertEquals(1, Libc.threadCpus().cardinality());
            devices.detachWorker(0);
            assertEquals(before, Libc.threadCpus().cardinality());
        }
    }

    @Test
    void shouldTakeDeviceStringsApart() {
        final DeviceAddress packet = DeviceAddress.parse("net_af_packet7,iface=eth1,qdisc_bypass=1");
        assertEquals(DeviceKind.AF_PACKET, packet.kind());
        assertEquals(7, packet.index());
        assertEquals("eth1", packet.argument("iface").orElseThrow());
        final DeviceAddress nic = DeviceAddress.parse("65:0A.1");
        assertEquals(DeviceKind.PCI, nic.kind());
        assertEquals("0000:65:0a.1", nic.pciAddress());
        assertThrows(IllegalArgumentException.class, () -> DeviceAddress.parse(" "));
    }
}
