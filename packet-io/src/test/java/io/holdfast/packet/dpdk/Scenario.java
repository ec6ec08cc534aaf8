package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.Hugepages;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the scenarios that run in a process of their own have in common. Fails by throwing. */
final class Scenario {
    static final DeviceSettings SETTINGS =
            DeviceSettings.defaults().withCapacityPackets(4096).withHugepages(Hugepages.AUTO);

    private Scenario() {}

    static PacketDevices open(final int workers, final String... devices) {
        final List<PortSettings> ports = new ArrayList<>();
        for (int i = 0; i < devices.length; i++) {
            ports.add(new PortSettings("p" + i, devices[i]));
        }
        return Devices.open(ports, workers, SETTINGS);
    }

    /** An Ethernet frame of the local experimental type whose bytes depend on the seed. */
    static Packet frame(final PacketPool pool, final int length, final int seed) {
        final Packet packet = pool.allocate();
        require(packet != null && packet.append(length), "no packet");
        packet.putMac(0, 0xffff_ffff_ffffL);
        packet.putMac(6, 0x0200_0000_0000L + seed);
        packet.putShort(12, 0x88b5);
        for (int i = 14; i < length; i++) {
            packet.putByte(i, seed + i);
        }
        return packet;
    }

    /** A UDP datagram over IPv4 whose source port is the flow's number. */
    static Packet udp(final PacketPool pool, final int flow) {
        final Packet packet = frame(pool, 60, 0);
        packet.putShort(12, 0x0800);
        packet.putInt(14, 0x4500_002e);
        packet.putInt(18, 0);
        packet.putInt(22, 0x4011_0000);
        packet.putInt(26, 0x0a00_0001);
        packet.putInt(30, 0x0a00_0002);
        packet.putShort(34, 1_000 + flow);
        packet.putShort(36, 53);
        packet.putInt(38, 26 << 16);
        return packet;
    }

    static boolean isFrame(final Packet packet, final int length, final int seed) {
        if (packet.length() != length || packet.getShort(12) != 0x88b5) {
            return false;
        }
        for (int i = 14; i < length; i++) {
            if (packet.getByte(i) != ((seed + i) & 0xff)) {
                return false;
            }
        }
        return true;
    }

    static int send(final PacketPort port, final int queue, final Packet... packets) {
        final PacketBatch batch = new PacketBatch(Math.max(1, packets.length));
        for (final Packet packet : packets) {
            batch.add(packet);
        }
        return port.transmit(queue, batch);
    }

    /** Polls until so many packets have come, or five seconds are over. */
    static PacketBatch receive(final PacketPort port, final int queue, final PacketPool pool, final int count) {
        final PacketBatch batch = new PacketBatch(Math.max(PacketBatch.BURST_PACKETS, count));
        await("packets from " + port.name(), () -> {
            port.receive(queue, pool, batch);
            return batch.size() >= count;
        });
        return batch;
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() - deadlineNs < 0, "timed out: " + what);
            Thread.onSpinWait();
        }
    }

    static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    static void requireEquals(final long expected, final long value, final String what) {
        require(expected == value, what + " must be " + expected + ": " + value);
    }
}
