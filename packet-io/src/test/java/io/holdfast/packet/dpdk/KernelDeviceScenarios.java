package io.holdfast.packet.dpdk;

import static io.holdfast.packet.dpdk.Scenario.frame;
import static io.holdfast.packet.dpdk.Scenario.isFrame;
import static io.holdfast.packet.dpdk.Scenario.open;
import static io.holdfast.packet.dpdk.Scenario.receive;
import static io.holdfast.packet.dpdk.Scenario.require;
import static io.holdfast.packet.dpdk.Scenario.requireEquals;
import static io.holdfast.packet.dpdk.Scenario.send;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.TestEnvironment;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Scenarios with interfaces of the kernel; started inside a namespace of the test's own. */
final class KernelDeviceScenarios {
    private KernelDeviceScenarios() {}

    /** af_packet at both ends of a cable. */
    public static final class AfPacket {
        public static void main(final String[] arguments) {
            try (PacketDevices devices = open(1, "net_af_packet,iface=f0", "net_af_packet,iface=f1")) {
                final PacketPort left = devices.port(0);
                final PacketPort right = devices.port(1);
                final PacketPool pool = devices.pool(0);
                devices.attachWorker(0, -1);
                Scenario.await("link", () -> left.isLinkUp() && right.isLinkUp());
                for (int i = 0; i < 300; i++) {
                    requireEquals(2, send(left, 0, frame(pool, 60 + i, i), frame(pool, 1_514, i)), "sent");
                    final PacketBatch batch = receive(right, 0, pool, 2);
                    require(isFrame(batch.get(0), 60 + i, i), "the frame has changed");
                    require(isFrame(batch.get(1), 1_514, i), "the frame has changed");
                    requireEquals(2, right.transmit(0, batch), "sent back");
                    receive(left, 0, pool, 2).free();
                }
                requireEquals(0, pool.inUsePackets(), "packets in use");
                requireEquals(600, left.statistics().receivedPackets(), "receivedPackets");
                TestEnvironment.run("ip", "link", "set", "f1", "down");
                Scenario.await("the link to go down", () -> !left.isLinkUp());
                devices.detachWorker(0);
            }
        }
    }

    /** ARP probes beside an open port: a host answers for as long as its cable is in; another is not there. */
    public static final class Neighbour {
        private static final long INTERVAL_NS = 20_000_000;
        private static final long LONG_NS = 500_000_000;

        public static void main(final String[] arguments) {
            TestEnvironment.run("ip", "address", "add", "10.5.5.2/24", "dev", "f1");
            try (PacketDevices devices = open(1, "net_af_packet,iface=f0");
                    ArpProbe there = new ArpProbe("f0", "10.5.5.2", INTERVAL_NS, System.nanoTime());
                    ArpProbe nowhere = new ArpProbe("f0", "10.5.5.9", INTERVAL_NS, System.nanoTime())) {
                devices.attachWorker(0, -1);
                Scenario.await("answers", () -> {
                    there.silenceNs(System.nanoTime());
                    return there.answerCount() > 10;
                });
                Scenario.await("silence of nobody", () -> nowhere.silenceNs(System.nanoTime()) > LONG_NS);
                requireEquals(0, nowhere.answerCount(), "answers of nobody");
                require(there.silenceNs(System.nanoTime()) < LONG_NS || there.answerCount() > 10, "an answer");
                TestEnvironment.run("ip", "link", "set", "f1", "down");
                Scenario.await("silence", () -> there.silenceNs(System.nanoTime()) > LONG_NS);
                TestEnvironment.run("ip", "link", "set", "f1", "up");
                final long before = there.answerCount();
                Scenario.await("answers again", () -> {
                    there.silenceNs(System.nanoTime());
                    return there.answerCount() > before;
                });
                devices.detachWorker(0);
            }
            try {
                new ArpProbe("none", "10.5.5.2", INTERVAL_NS, 0).close();
                throw new AssertionError("an interface that is not there");
            } catch (final DeviceException e) {
                require(e.getMessage().contains("none"), e.getMessage());
            }
        }
    }

    /** af_packet with two queue pairs: every frame of many flows arrives, on one queue or the other. */
    public static final class AfPacketFanout {
        public static void main(final String[] arguments) {
            try (PacketDevices devices = open(2, "net_af_packet,iface=f0", "net_af_packet,iface=f1")) {
                final int[] received = new int[2];
                final PacketBatch batch = new PacketBatch();
                for (int i = 0; i < 200; i++) {
                    send(devices.port(0), i % 2, Scenario.udp(devices.pool(i % 2), i));
                }
                Scenario.await("all frames", () -> {
                    for (int queue = 0; queue < 2; queue++) {
                        received[queue] += devices.port(1).receive(queue, devices.pool(queue), batch);
                        batch.free();
                    }
                    return received[0] + received[1] == 200;
                });
                require(received[0] > 20 && received[1] > 20, "both queues must get flows: " + received[0]);
            }
        }
    }

    /** A tap interface: what the kernel sends to it is received. */
    public static final class Tap {
        public static void main(final String[] arguments) throws IOException {
            final PacketDevices devices = open(1, "net_tap,iface=hft0");
            try (devices) {
                final PacketPort port = devices.port(0);
                TestEnvironment.run("ip", "addr", "add", "10.9.8.1/24", "dev", "hft0");
                TestEnvironment.run("ip", "link", "set", "hft0", "up");
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(new byte[8], 8, InetAddress.getByName("10.9.8.2"), 9));
                }
                final PacketBatch batch = new PacketBatch();
                Scenario.await("the kernel's ARP request", () -> {
                    port.receive(0, devices.pool(0), batch);
                    boolean isArp = false;
                    for (int i = 0; i < batch.size(); i++) {
                        isArp |= batch.get(i).getShort(12) == 0x0806;
                    }
                    batch.free();
                    return isArp;
                });
                requireEquals(1, send(port, 0, frame(devices.pool(0), 60, 1)), "sent");
            }
            requireEquals(0, devices.pool(0).inUsePackets(), "packets in use");
        }
    }

    /** Errors name the port, and the devices that did open are closed again. */
    public static final class Failures {
        public static void main(final String[] arguments) {
            final String taken = failure("net_af_packet,iface=f0", "net_af_packet,iface=f1,framesz=1000000,framecnt=2");
            require(taken.contains("port p1: rte_eal_hotplug_add(vdev, net_af_packet"), taken);
            require(taken.contains("DPDK says: "), taken);
            require(taken.contains("Remedy: "), taken);
            final String queues = failure(2, "net_pcap,iface=f0");
            require(queues.contains("port p0: a device needs a queue pair for each of the 2 workers"), queues);
            open(1, "net_af_packet,iface=f0", "net_af_packet,iface=f1").close();
            final String nic = failure("0000:00:03.0");
            require(nic.contains("port p0: a NIC must be bound to vfio-pci"), nic);
        }

        private static String failure(final String... devices) {
            return failure(1, devices);
        }

        private static String failure(final int workers, final String... devices) {
            try {
                open(workers, devices).close();
            } catch (final DeviceException e) {
                return e.getMessage();
            }
            throw new AssertionError("opened: " + String.join(" ", devices));
        }
    }
}
