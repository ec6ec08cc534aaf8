package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceAddress;
import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceKind;

/** A device that DPDK has probed, and its port's number; closing stops and unplugs it. */
final class PluggedDevice implements AutoCloseable {
    private final Eal eal;
    private final String bus;
    private final String device;
    private final int port;
    private boolean started;

    private PluggedDevice(final Eal eal, final String bus, final String device, final int port) {
        this.eal = eal;
        this.bus = bus;
        this.device = device;
        this.port = port;
    }

    /** Plugs in a virtual device, or a NIC that was not probed when DPDK started. */
    static PluggedDevice plug(
            final Eal eal,
            final String name,
            final DeviceAddress address,
            final String device,
            final String arguments) {
        final DpdkCalls calls = eal.calls();
        final boolean isNic = address.kind() == DeviceKind.PCI;
        final String bus = isNic ? "pci" : "vdev";
        final long logPosition = eal.logPosition();
        if (!isNic || calls.portByName(device) < 0) {
            final int code = calls.hotplugAdd(bus, device, arguments);
            if (code < 0) {
                throw eal.failure(
                        "port " + name + ": rte_eal_hotplug_add(" + bus + ", " + device + ", " + arguments + ")",
                        code,
                        logPosition,
                        remedy(address.kind()));
            }
        }
        final int port = calls.portByName(device);
        if (port < 0) {
            final DeviceException failure = eal.failure(
                    "port " + name + ": the device " + device + " (" + arguments + ") was probed, but gave no port:"
                            + " rte_eth_dev_get_port_by_name",
                    port,
                    logPosition,
                    remedy(address.kind()));
            calls.hotplugRemove(bus, device);
            throw failure;
        }
        return new PluggedDevice(eal, bus, device, port);
    }

    DpdkCalls calls() {
        return eal.calls();
    }

    int port() {
        return port;
    }

    String device() {
        return device;
    }

    void onStarted() {
        started = true;
    }

    @Override
    public void close() {
        if (started) {
            eal.calls().stop(port);
        }
        final int code = eal.calls().hotplugRemove(bus, device);
        if (code < 0) {
            System.getLogger("io.holdfast.dpdk")
                    .log(System.Logger.Level.WARNING, "{0} could not be unplugged: {1}", device, code);
        }
    }

    static String remedy(final DeviceKind kind) {
        return switch (kind) {
            case AF_PACKET -> "be root in the interface's network namespace; framecnt times framesz must fit blocksz";
            case TAP -> "be root; choose a name that no interface has";
            case MEMIF -> "start the server before its client: it makes the socket; one server per socket and id";
            case PCAP -> "check the capture files (format pcap, not pcapng with several links) and directories";
            case PCI -> "bind the NIC to vfio-pci (dpdk-devbind.py), and install its driver package (librte-net-*)";
            default -> "install the driver's package (librte-net-*)";
        };
    }
}
