package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceAddress;
import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceKind;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.steering.FlowSteering;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** Brings one device from its address to a started port. */
final class PortOpener {
    private static final int RX_DESCRIPTORS = 1024;
    private static final int TX_DESCRIPTORS = 1024;
    private static final int ERR_NOT_SUPPORTED = -95;
    /** Of a driver that does not say how long its key is. */
    private static final int DEFAULT_KEY_BYTES = 40;

    private final Eal eal;
    private final DpdkCalls calls;
    private final String name;
    private final DpdkPool[] pools;
    private final long logPosition;

    /**
     * Prepares to open a port.
     *
     * @param pools of the workers, each of which gets a queue pair
     */
    PortOpener(final Eal eal, final String name, final DpdkPool[] pools) {
        this.eal = eal;
        this.calls = eal.calls();
        this.name = name;
        this.pools = pools;
        logPosition = eal.logPosition();
    }

    /** Opens the device; leaves nothing behind if that fails. */
    DpdkPort open(final DeviceAddress address, final String device, final String arguments) {
        final PluggedDevice plugged = PluggedDevice.plug(eal, name, address, device, arguments);
        try {
            return start(address, plugged);
        } catch (final RuntimeException e) {
            plugged.close();
            throw e;
        }
    }

    private DpdkPort start(final DeviceAddress address, final PluggedDevice device) {
        final int port = device.port();
        try (Arena arena = Arena.ofConfined()) {
            final long info = arena.allocate(EthLayout.INFO_BYTES, Long.BYTES).address();
            check("rte_eth_dev_info_get", calls.infoGet(port, info), device, address);
            checkQueues(info, device);
            final long conf = arena.allocate(EthLayout.CONF_BYTES, Long.BYTES).address();
            final boolean spreads = spreadFlows(address, arena, info, conf);
            check("rte_eth_dev_configure", calls.configure(port, pools.length, conf), device, address);
            setUpQueues(arena, device, address);
            final long mac = arena.allocate(Long.BYTES).address();
            check("rte_eth_macaddr_get", calls.macGet(port, mac), device, address);
            promiscuous(device, address);
            check("rte_eth_dev_start", calls.start(port), device, address);
            device.onStarted();
            if (spreads) {
                spreadBuckets(arena, info, device);
            }
            return new DpdkPort(name, device, queues(address, port), macOf(mac), kernelLinkOf(address));
        }
    }

    private void checkQueues(final long info, final PluggedDevice device) {
        final long place = info + EthLayout.infoMaxQueues(calls.library().fastPath());
        final int rxQueues = Short.toUnsignedInt(NativeMemory.getShort(place));
        final int txQueues = Short.toUnsignedInt(NativeMemory.getShort(place + Short.BYTES));
        if (Math.min(rxQueues, txQueues) < pools.length) {
            throw new DeviceException("port " + name + ": a device needs a queue pair for each of the " + pools.length
                    + " workers: " + device.device() + " has " + rxQueues + " to receive and " + txQueues
                    + " to send. Remedy: fewer workers, or another device");
        }
    }

    /** Has a NIC choose a flow's queue by the hash that {@link FlowSteering} uses; false if it does not. */
    private boolean spreadFlows(final DeviceAddress address, final Arena arena, final long info, final long conf) {
        final boolean isNic = address.kind() == DeviceKind.PCI || address.kind() == DeviceKind.NULL;
        final long types = NativeMemory.getLong(info + EthLayout.INFO_RSS_TYPES) & EthLayout.RSS_TYPES;
        if (!isNic || pools.length == 1 || types == 0) {
            return false;
        }
        final int size = Byte.toUnsignedInt(NativeMemory.getByte(info + EthLayout.INFO_HASH_KEY_SIZE));
        final int keyBytes = size == 0 ? DEFAULT_KEY_BYTES : size;
        final long key = arena.allocate(keyBytes, Long.BYTES).address();
        final byte[] symmetric = FlowSteering.key();
        for (int i = 0; i < keyBytes; i++) {
            NativeMemory.putByte(key + i, symmetric[i % symmetric.length]);
        }
        NativeMemory.putInt(conf + EthLayout.CONF_RX_MQ_MODE, EthLayout.MQ_MODE_RSS);
        NativeMemory.putLong(conf + EthLayout.CONF_RSS_KEY, key);
        NativeMemory.putByte(conf + EthLayout.CONF_RSS_KEY_LENGTH, (byte) keyBytes);
        NativeMemory.putLong(conf + EthLayout.CONF_RSS_TYPES, types);
        return true;
    }

    /** Gives a started NIC our buckets. Where it cannot take them, packets are handed over between the workers. */
    private void spreadBuckets(final Arena arena, final long info, final PluggedDevice device) {
        final int entries = Short.toUnsignedInt(NativeMemory.getShort(info + EthLayout.INFO_RETA_SIZE));
        final RedirectionTable table = new RedirectionTable(calls, device.port(), entries);
        if (!table.program(arena, FlowSteering.of(pools.length))) {
            System.getLogger("io.holdfast.dpdk")
                    .log(
                            System.Logger.Level.INFO,
                            "port {0}: a redirection table of {1} entries cannot be made ours: workers hand packets over",
                            name,
                            entries);
        }
    }

    private void setUpQueues(final Arena arena, final PluggedDevice device, final DeviceAddress address) {
        final int port = device.port();
        final var descriptors = arena.allocate(ValueLayout.JAVA_SHORT, 2);
        descriptors.setAtIndex(ValueLayout.JAVA_SHORT, 0, (short) RX_DESCRIPTORS);
        descriptors.setAtIndex(ValueLayout.JAVA_SHORT, 1, (short) TX_DESCRIPTORS);
        final long counts = descriptors.address();
        check(
                "rte_eth_dev_adjust_nb_rx_tx_desc",
                calls.adjustDescriptors(port, counts, counts + Short.BYTES),
                device,
                address);
        final int rxCount = descriptors.getAtIndex(ValueLayout.JAVA_SHORT, 0);
        final int txCount = descriptors.getAtIndex(ValueLayout.JAVA_SHORT, 1);
        for (int queue = 0; queue < pools.length; queue++) {
            final long mempool = pools[queue].mempool();
            check("rte_eth_rx_queue_setup", calls.rxQueueSetup(port, queue, rxCount, mempool), device, address);
            check("rte_eth_tx_queue_setup", calls.txQueueSetup(port, queue, txCount), device, address);
        }
    }

    /** A middlebox takes frames for all addresses; some virtual devices do so without being asked, and refuse. */
    private void promiscuous(final PluggedDevice device, final DeviceAddress address) {
        final int code = calls.promiscuousEnable(device.port());
        if (code != ERR_NOT_SUPPORTED) {
            check("rte_eth_promiscuous_enable", code, device, address);
        }
    }

    private DpdkQueue[] queues(final DeviceAddress address, final int port) {
        // Only after the start does the table hold the driver's functions.
        final long fastPath = calls.library().address("rte_eth_fp_ops") + (long) port * FastPathLayout.STRIDE_BYTES;
        final DpdkQueue[] queues = new DpdkQueue[pools.length];
        for (int queue = 0; queue < queues.length; queue++) {
            queues[queue] = new DpdkQueue(
                    fastPath,
                    calls.library().fastPath(),
                    queue,
                    pools[queue],
                    !address.kind().makesSystemCalls());
        }
        return queues;
    }

    private static long macOf(final long address) {
        return (long) NativeMemory.getShortBe(address) << 32
                | Integer.toUnsignedLong(NativeMemory.getIntBe(address + Short.BYTES));
    }

    /** The driver of packet sockets says of every interface that it has link. */
    private static KernelLink kernelLinkOf(final DeviceAddress address) {
        return address.kind() == DeviceKind.AF_PACKET
                ? new KernelLink(address.argument("iface").orElseThrow())
                : null;
    }

    private void check(final String function, final int code, final PluggedDevice device, final DeviceAddress address) {
        if (code < 0) {
            throw eal.failure(
                    "port " + name + ": " + function + "(" + device.device() + ", " + pools.length + " queue pairs)",
                    code,
                    logPosition,
                    PluggedDevice.remedy(address.kind()));
        }
    }
}
