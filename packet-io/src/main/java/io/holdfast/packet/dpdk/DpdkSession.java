package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceAddress;
import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceKind;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * DPDK as one set of devices uses it: a mempool per worker, and the ports.
 *
 * <p>To be used by the thread that opens the devices, except for the two methods about threads.
 */
public final class DpdkSession {
    /** Mbuf, its buffer, and the mempool's own head and alignment. */
    private static final long BYTES_PER_PACKET = 2_560;

    private final Eal eal;
    private final DpdkPool[] pools;
    private final Set<String> takenNames = new TreeSet<>();

    private DpdkSession(final Eal eal, final int workers) {
        this.eal = eal;
        pools = new DpdkPool[workers];
    }

    /**
     * Starts DPDK if need be, and makes the pools.
     *
     * @param addresses of all DPDK ports that will be opened
     * @throws DeviceException if DPDK is missing or does not start, or memory is short
     */
    public static DpdkSession open(
            final List<DeviceAddress> addresses, final int workers, final DeviceSettings settings) {
        final List<String> nics = addresses.stream()
                .filter(address -> address.kind() == DeviceKind.PCI)
                .map(address -> joined(address.pciAddress(), address.arguments()))
                .toList();
        final long packetBytes = (long) workers * settings.capacityPackets() * BYTES_PER_PACKET;
        final DpdkSession session = new DpdkSession(Eal.start(settings, packetBytes, nics), workers);
        for (final DeviceAddress address : addresses) {
            if (address.index() >= 0) {
                session.takenNames.add(address.kind().driver() + address.index());
            }
        }
        for (int worker = 0; worker < workers; worker++) {
            try {
                session.pools[worker] = new DpdkPool(session.eal, worker, settings.capacityPackets());
            } catch (final RuntimeException e) {
                session.closePools(worker);
                throw e;
            }
        }
        return session;
    }

    public PacketPool pool(final int worker) {
        return pools[worker];
    }

    /** Opens a port with a queue pair for each worker. */
    public PacketPort openPort(final String name, final DeviceAddress address) {
        final List<DeviceAddress.Argument> arguments = DriverDefaults.complete(address, pools.length);
        final String device = address.kind() == DeviceKind.PCI ? address.pciAddress() : virtualName(address);
        return new PortOpener(eal, name, pools).open(address, device, joined("", arguments));
    }

    /** Makes the calling thread known to DPDK, which then lets it use the mempools' caches. */
    public void registerThread() {
        final long logPosition = eal.logPosition();
        final int code = eal.calls().threadRegister();
        if (code < 0) {
            throw eal.failure(
                    "rte_thread_register()", -eal.calls().errno(), logPosition, "DPDK knows 128 threads at most");
        }
    }

    /** Undoes {@link #registerThread()}; on the same thread. */
    public void unregisterThread() {
        eal.calls().threadUnregister();
    }

    private String virtualName(final DeviceAddress address) {
        final String driver = address.kind().driver();
        if (address.index() >= 0) {
            return driver + address.index();
        }
        int index = 0;
        while (eal.calls().portByName(driver + index) >= 0 || takenNames.contains(driver + index)) {
            index++;
        }
        return driver + index;
    }

    private void closePools(final int count) {
        for (int worker = 0; worker < count; worker++) {
            pools[worker].close();
        }
    }

    private static String joined(final String first, final List<DeviceAddress.Argument> arguments) {
        final List<String> parts = new ArrayList<>();
        if (!first.isEmpty()) {
            parts.add(first);
        }
        arguments.forEach(argument -> parts.add(argument.toString()));
        return String.join(",", parts);
    }
}
