package io.holdfast.packet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds, without opening anything, what would keep a list of ports from opening. */
final class DeviceCheck {
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final Path PCI_DEVICES = Path.of("/sys/bus/pci/devices");
    private static final List<String> USER_SPACE_DRIVERS =
            List.of("vfio-pci", "uio_pci_generic", "igb_uio", "mlx4_core", "mlx5_core");
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_NET_RAW = 13;

    private final int workers;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> portByName = new HashMap<>();
    private final Map<String, String> portByResource = new HashMap<>();

    private DeviceCheck(final int workers) {
        this.workers = workers;
    }

    static List<String> problems(final List<PortSettings> ports, final int workers, final DeviceSettings settings) {
        final DeviceCheck check = new DeviceCheck(workers);
        if (workers < 1 || workers > Devices.MAX_WORKERS) {
            check.problems.add("workers must be in [1, " + Devices.MAX_WORKERS + "]: " + workers);
        }
        check.problems.addAll(settings.problems());
        for (final PortSettings port : ports) {
            check.port(port);
        }
        return check.problems;
    }

    private void port(final PortSettings port) {
        final String name = port.name();
        if (name == null || name.isBlank()) {
            problems.add("a port must have a name: device " + port.device());
        } else if (portByName.put(name, name) != null) {
            problems.add("port names must differ: " + name);
        }
        final List<String> syntax = DeviceAddress.problems(port.device());
        if (syntax.isEmpty()) {
            device(name, DeviceAddress.parse(port.device()));
        }
        for (final String problem : syntax) {
            report(name, problem);
        }
    }

    private void device(final String name, final DeviceAddress address) {
        if (address.index() >= 0) {
            claim(name, "device " + address.kind().driver() + address.index());
        }
        switch (address.kind()) {
            case MEMORY -> newFile(name, "file", address.argument("file").orElseThrow());
            case AF_PACKET -> afPacket(name, address);
            case PCAP -> pcap(name, address);
            case MEMIF -> memif(name, address);
            case TAP -> tap(name, address);
            case PCI -> pci(name, address.pciAddress());
            case RING, NULL -> {}
        }
    }

    private void afPacket(final String name, final DeviceAddress address) {
        final String iface = address.argument("iface").orElseThrow();
        claim(name, "interface " + iface);
        interfaceExists(name, "iface", iface);
        capability(name, CAP_NET_RAW, "CAP_NET_RAW");
        // The kernel spreads flows over the queue pairs that exist: one that nobody polls would swallow its share.
        address.argument("qpairs")
                .filter(qpairs -> !qpairs.equals(Integer.toString(workers)))
                .ifPresent(
                        qpairs -> report(name, "qpairs must equal the number of workers, " + workers + ": " + qpairs));
    }

    private void pcap(final String name, final DeviceAddress address) {
        for (final String file : address.argumentValues("rx_pcap")) {
            if (!Files.isReadable(Path.of(file))) {
                report(name, "rx_pcap must be a readable file: " + file);
            }
        }
        for (final String file : address.argumentValues("tx_pcap")) {
            newFile(name, "tx_pcap", file);
        }
        for (final String argument : List.of("iface", "rx_iface", "rx_iface_in", "tx_iface")) {
            for (final String iface : address.argumentValues(argument)) {
                interfaceExists(name, argument, iface);
                capability(name, CAP_NET_RAW, "CAP_NET_RAW");
            }
        }
    }

    private void memif(final String name, final DeviceAddress address) {
        final String socket = address.argument("socket").orElseThrow();
        claim(
                name,
                "memif " + address.argument("role").orElseThrow() + " " + socket + " id "
                        + address.argument("id").orElse("0"));
        if (!address.argument("socket-abstract").orElse("no").equals("yes")) {
            directoryExists(name, "socket", socket);
        }
    }

    private void tap(final String name, final DeviceAddress address) {
        claim(name, "interface " + address.argument("iface").orElseThrow());
        capability(name, CAP_NET_ADMIN, "CAP_NET_ADMIN");
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            report(name, "net_tap needs /dev/net/tun (modprobe tun): it does not exist");
        }
    }

    private void pci(final String name, final String address) {
        claim(name, "PCI device " + address);
        final Path device = PCI_DEVICES.resolve(address);
        if (!Files.isDirectory(device)) {
            report(name, "a PCI address must be one of " + PCI_DEVICES + ": " + address);
            return;
        }
        final String driver = driverOf(device);
        if (!USER_SPACE_DRIVERS.contains(driver)) {
            report(
                    name,
                    "a NIC must be bound to " + String.join(", ", USER_SPACE_DRIVERS) + " (dpdk-devbind.py -b vfio-pci "
                            + address + "): " + address + " is bound to " + driver);
        }
    }

    private static String driverOf(final Path device) {
        try {
            return device.resolve("driver").toRealPath().getFileName().toString();
        } catch (final IOException e) {
            return "no driver";
        }
    }

    private void newFile(final String name, final String argument, final String file) {
        claim(name, "file " + Path.of(file).toAbsolutePath().normalize());
        directoryExists(name, argument, file);
    }

    private void directoryExists(final String name, final String argument, final String file) {
        final Path directory = Path.of(file).toAbsolutePath().normalize().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            report(name, argument + " must be in a directory that exists: " + file);
        }
    }

    private void interfaceExists(final String name, final String argument, final String iface) {
        if (!Files.exists(INTERFACES.resolve(iface))) {
            report(name, argument + " must be an interface of this machine (ip link): " + iface);
        }
    }

    private void capability(final String name, final int bit, final String capability) {
        if (!Privileges.hasCapability(bit)) {
            report(name, "the process must be root or have " + capability + ": it has not");
        }
    }

    private void claim(final String name, final String resource) {
        final String holder = portByResource.putIfAbsent(resource, String.valueOf(name));
        if (holder != null) {
            report(name, "two ports must not use the same " + resource + ": port " + holder + " does already");
        }
    }

    private void report(final String name, final String problem) {
        problems.add("port " + name + ": " + problem);
    }
}
