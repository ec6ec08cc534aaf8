package io.holdfast.packet;

import io.holdfast.packet.dpdk.DpdkLibrary;
import io.holdfast.packet.dpdk.DpdkSession;
import io.holdfast.packet.memory.MemoryPacketPool;
import io.holdfast.packet.memory.MemoryPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens a node's ports and its packet memory.
 *
 * <p>Packets are kept in DPDK's memory as soon as one port is a DPDK device, else in memory of our own; a port copes
 * with either kind.
 */
public final class Devices {
    /** Workers at most; DPDK knows 128 threads, its own included. */
    public static final int MAX_WORKERS = 64;

    private Devices() {}

    /**
     * Finds everything that would keep the ports from opening, without opening one: syntax, duplicates, missing
     * interfaces and directories, missing privileges, missing libraries. Loads DPDK's libraries if a port needs them,
     * without starting it.
     *
     * @return problems as {@code port NAME: rule: value}; empty if none was found
     */
    public static List<String> check(final List<PortSettings> ports, final int workers, final DeviceSettings settings) {
        final List<String> problems = new ArrayList<>(DeviceCheck.problems(ports, workers, settings));
        if (ports.stream().anyMatch(Devices::isDpdk)) {
            final String problem = DpdkLibrary.problem(settings.dpdkDirectory());
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }

    /**
     * Opens all ports, or none.
     *
     * @param ports in the order of their numbers
     * @param workers threads that will use them, in [1, {@value #MAX_WORKERS}]: every port gets as many queues, and
     *     every worker a packet pool
     * @throws DeviceException if a setting is wrong (all that are, at once) or a device cannot be opened
     */
    public static PacketDevices open(final List<PortSettings> ports, final int workers, final DeviceSettings settings) {
        final List<String> problems = check(ports, workers, settings);
        if (!problems.isEmpty()) {
            throw new DeviceException(String.join(System.lineSeparator(), problems));
        }
        final DpdkSession dpdk = openDpdk(ports, workers, settings);
        final OpenDevices devices = new OpenDevices(workers, dpdk);
        try {
            for (int worker = 0; worker < workers; worker++) {
                devices.add(dpdk == null ? new MemoryPacketPool(settings.capacityPackets()) : dpdk.pool(worker));
            }
            for (final PortSettings port : ports) {
                devices.add(openPort(port, workers, dpdk));
            }
        } catch (final RuntimeException | Error e) {
            devices.close();
            throw e;
        }
        return devices;
    }

    private static boolean isDpdk(final PortSettings port) {
        return DeviceAddress.problems(port.device()).isEmpty()
                && DeviceAddress.parse(port.device()).kind().isDpdk();
    }

    private static DpdkSession openDpdk(
            final List<PortSettings> ports, final int workers, final DeviceSettings settings) {
        final List<DeviceAddress> addresses = ports.stream()
                .map(port -> DeviceAddress.parse(port.device()))
                .filter(address -> address.kind().isDpdk())
                .toList();
        return addresses.isEmpty() ? null : DpdkSession.open(addresses, workers, settings);
    }

    private static PacketPort openPort(final PortSettings port, final int workers, final DpdkSession dpdk) {
        final DeviceAddress address = DeviceAddress.parse(port.device());
        if (address.kind().isDpdk()) {
            return dpdk.openPort(port.name(), address);
        }
        final Path file = Path.of(address.argument("file").orElseThrow());
        final MemoryPort opened;
        try {
            opened = MemoryPort.attach(port.name(), file);
        } catch (final DeviceException e) {
            throw new DeviceException("port " + port.name() + ": " + e.getMessage(), e);
        }
        if (opened.queueCount() < workers) {
            opened.close();
            throw new DeviceException("port " + port.name() + ": a memory wire must have a queue for each of the "
                    + workers + " workers: " + opened.queueCount());
        }
        return opened;
    }
}
