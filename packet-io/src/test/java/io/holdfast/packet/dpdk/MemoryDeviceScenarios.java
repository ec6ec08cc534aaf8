package io.holdfast.packet.dpdk;

import static io.holdfast.packet.dpdk.Scenario.frame;
import static io.holdfast.packet.dpdk.Scenario.isFrame;
import static io.holdfast.packet.dpdk.Scenario.open;
import static io.holdfast.packet.dpdk.Scenario.receive;
import static io.holdfast.packet.dpdk.Scenario.require;
import static io.holdfast.packet.dpdk.Scenario.requireEquals;
import static io.holdfast.packet.dpdk.Scenario.send;

import io.holdfast.packet.DeviceAddress;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.TestEnvironment;
import io.holdfast.packet.memory.MemoryPacketPool;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.packet.steering.FlowSteering;
import io.holdfast.packet.steering.SteeredDevices;
import io.holdfast.packet.steering.SteeredPort;
import io.holdfast.packet.steering.SteeringStatistics;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scenarios with devices that need neither root nor the kernel. */
final class MemoryDeviceScenarios {
    private MemoryDeviceScenarios() {}

    /** net_ring: strips, prepends, exhausts the pool, opens a second time in the same process. */
    public static final class Ring {
        public static void main(final String[] arguments) {
            for (int round = 0; round < 2; round++) {
                final PacketDevices devices = open(1, "net_ring");
                final PacketPool pool = devices.pool(0);
                devices.attachWorker(0, 0);
                final int baseline = pool.inUsePackets();
                roundTrips(devices.port(0), pool);
                stripAndPrepend(devices.port(0), pool);
                copyFromOtherMemory(devices.port(0), pool);
                allocateNothing(devices.port(0), pool);
                exhaust(pool);
                fillRing(devices.port(0), pool);
                requireEquals(baseline, pool.inUsePackets(), "packets in use after traffic");
                devices.detachWorker(0);
                devices.close();
                requireEquals(0, pool.inUsePackets(), "packets in use after close");
                require(pool.allocate() == null, "a closed pool must give no packet");
            }
        }

        private static void roundTrips(final PacketPort port, final PacketPool pool) {
            for (int i = 0; i < 2_000; i++) {
                final int length = 60 + i % 1_400;
                requireEquals(3, send(port, 0, frame(pool, length, i), frame(pool, 60, 1), frame(pool, 60, 2)), "sent");
                final PacketBatch batch = receive(port, 0, pool, 3);
                require(isFrame(batch.get(0), length, i), "the frame has changed");
                requireEquals(length, batch.get(0).knownLength(), "known length");
                batch.free();
            }
            requireEquals(6_000, port.statistics().receivedPackets(), "receivedPackets");
            requireEquals(port.statistics().receivedBytes(), port.statistics().transmittedBytes(), "transmittedBytes");
        }

        private static void stripAndPrepend(final PacketPort port, final PacketPool pool) {
            final Packet packet = frame(pool, 200, 5);
            packet.strip(50);
            require(packet.prepend(100), "no headroom");
            packet.truncate(160);
            packet.putInt(0, 0x1234_5678);
            send(port, 0, packet);
            final PacketBatch batch = receive(port, 0, pool, 1);
            requireEquals(160, batch.get(0).length(), "length");
            requireEquals(0x1234_5678, batch.get(0).getInt(0), "first bytes");
            requireEquals(128 + 50 - 100, batch.get(0).headroom(), "headroom");
            batch.free();
        }

        private static void copyFromOtherMemory(final PacketPort port, final PacketPool pool) {
            try (MemoryPacketPool other = new MemoryPacketPool(4)) {
                final long copiedBefore = port.statistics().copiedPackets();
                send(port, 0, frame(other, 77, 3), frame(pool, 78, 4));
                final PacketBatch batch = receive(port, 0, pool, 2);
                require(isFrame(batch.get(0), 77, 3) && isFrame(batch.get(1), 78, 4), "frames have changed");
                batch.free();
                requireEquals(copiedBefore + 1, port.statistics().copiedPackets(), "copiedPackets");
                requireEquals(0, other.inUsePackets(), "packets of the other pool");
            }
        }

        private static void allocateNothing(final PacketPort port, final PacketPool pool) {
            final PacketBatch batch = new PacketBatch();
            long before = 0;
            for (int round = 0; round < 10_000; round++) {
                if (round == 1_000) {
                    before = TestEnvironment.allocatedBytes();
                }
                batch.add(pool.allocate());
                port.transmit(0, batch);
                port.receive(0, pool, batch);
                batch.free();
            }
            final long allocated = TestEnvironment.allocatedBytes() - before;
            require(allocated < 9_000, "sending and receiving must not allocate: " + allocated + " bytes");
        }

        private static void exhaust(final PacketPool pool) {
            final List<Packet> all = new ArrayList<>();
            for (Packet packet = pool.allocate(); packet != null; packet = pool.allocate()) {
                all.add(packet);
            }
            requireEquals(pool.capacityPackets(), all.size(), "packets of an exhausted pool");
            requireEquals(1, pool.exhaustedCount(), "exhaustedCount");
            requireEquals(pool.capacityPackets(), pool.inUsePackets(), "inUsePackets");
            all.forEach(Packet::free);
        }

        private static void fillRing(final PacketPort port, final PacketPool pool) {
            final long dropsBefore = port.statistics().transmitDrops();
            int sent = 0;
            for (int i = 0; i < 1_500; i++) {
                sent += send(port, 0, frame(pool, 60, i));
            }
            require(sent < 1_500, "the ring must fill");
            requireEquals(1_500 - sent, port.statistics().transmitDrops() - dropsBefore, "transmitDrops");
            receive(port, 0, pool, sent).free();
        }
    }

    /** net_null with two workers, each on a thread of its own. */
    public static final class Null {
        public static void main(final String[] arguments) throws InterruptedException {
            final PacketDevices devices = open(2, "net_null,size=64", "net_null");
            final List<Thread> threads = new ArrayList<>();
            for (int worker = 0; worker < 2; worker++) {
                final int number = worker;
                threads.add(Thread.ofPlatform().start(() -> forward(devices, number)));
            }
            for (final Thread thread : threads) {
                thread.join();
            }
            requireEquals(64L * 2_000 * 2, devices.port(0).statistics().receivedPackets() * 2, "receivedPackets");
            requireEquals(64L * 2_000, devices.port(1).statistics().transmittedPackets(), "transmittedPackets");
            devices.close();
            requireEquals(0, devices.pool(0).inUsePackets(), "packets in use");
            requireEquals(0, devices.pool(1).inUsePackets(), "packets in use");
        }

        private static void forward(final PacketDevices devices, final int worker) {
            devices.attachWorker(worker, worker % Runtime.getRuntime().availableProcessors());
            final PacketBatch batch = new PacketBatch();
            for (int burst = 0; burst < 2_000; burst++) {
                devices.port(0).receive(worker, devices.pool(worker), batch);
                devices.port(1).transmit(worker, batch);
            }
            devices.detachWorker(worker);
        }
    }

    /** net_null with steering: its frames are no IP, so all belong to worker 0, which takes the mbufs that 1 received. */
    public static final class Steered {
        private static final int ROUNDS = 3_000;

        public static void main(final String[] arguments) {
            final PacketDevices devices = SteeredDevices.over(open(2, "net_null,size=64", "net_null"), 2);
            devices.attachWorker(0, 0);
            final SteeredPort port = (SteeredPort) devices.port(0);
            final PacketBatch batch = new PacketBatch();
            long taken = 0;
            for (int round = 0; round < ROUNDS; round++) {
                requireEquals(0, port.receive(1, devices.pool(1), batch), "packets of worker 1");
                port.receive(0, devices.pool(0), batch);
                for (int i = 0; i < batch.size(); i++) {
                    require(batch.get(i).pool() == devices.pool(0), "a packet of another worker's pool");
                    requireEquals(64, batch.get(i).length(), "length");
                }
                taken += batch.size();
                if (round % 2 == 0) {
                    devices.port(1).transmit(0, batch);
                } else {
                    batch.free();
                }
            }
            final SteeringStatistics statistics = port.steeringStatistics();
            require(taken > 24L * ROUNDS && statistics.overflowPackets() > 0, taken + " taken, " + statistics);
            requireEquals(0, port.statistics().noBuffer(), "noBuffer");
            devices.detachWorker(0);
            devices.close();
            requireEquals(0, devices.pool(0).inUsePackets(), "packets in use");
            requireEquals(0, devices.pool(1).inUsePackets(), "packets in use");
        }
    }

    /** net_null keeps a redirection table: opening the port has made it ours. */
    public static final class Redirection {
        public static void main(final String[] arguments) {
            final DpdkSession session = DpdkSession.open(
                    List.of(DeviceAddress.parse("net_null")), 4, Scenario.SETTINGS.withCapacityPackets(1024));
            final PacketPort port = session.openPort("p0", DeviceAddress.parse("net_null"));
            final DpdkCalls calls = new DpdkCalls(DpdkLibrary.load(null));
            final RedirectionTable table = new RedirectionTable(calls, calls.portByName("net_null0"), 128);
            try (Arena arena = Arena.ofConfined()) {
                require(table.holds(arena, FlowSteering.of(4)), "the table must send each bucket to its worker");
                require(!table.holds(arena, FlowSteering.of(3)), "another table must differ");
                require(table.program(arena, FlowSteering.of(3)), "the table must be written again");
            }
            port.close();
            for (int worker = 0; worker < 4; worker++) {
                session.pool(worker).close();
            }
        }
    }

    /** A memory wire and a DPDK port in one node: frames cross in both directions. */
    public static final class Mixed {
        public static void main(final String[] arguments) throws Exception {
            final Path directory = Files.createTempDirectory("holdfast-test");
            final Path path = directory.resolve("wire");
            try (MemoryWire wire = MemoryWire.create(path, 1, 1 << 16, 0x0200_0000_0001L);
                    PacketDevices devices = open(1, "memory,file=" + path, "net_ring")) {
                final PacketPool pool = devices.pool(0);
                for (int i = 0; i < 1_000; i++) {
                    final byte[] bytes = new byte[60 + i];
                    bytes[40] = (byte) i;
                    require(wire.send(0, bytes), "wire full");
                    devices.port(1).transmit(0, receive(devices.port(0), 0, pool, 1));
                    devices.port(0).transmit(0, receive(devices.port(1), 0, pool, 1));
                    final byte seed = (byte) i;
                    final int polled = wire.poll(
                            0, (buffer, offset, length) -> require(buffer.getByte(offset + 40) == seed, "changed"), 10);
                    requireEquals(1, polled, "frames that came back");
                }
                requireEquals(0, pool.inUsePackets(), "packets in use");
            }
            Files.delete(path);
            Files.delete(directory);
        }
    }

    /** Capture files: what is read is written, but for the frame that needs two segments. */
    public static final class Pcap {
        public static void main(final String[] arguments) {
            final PacketDevices devices = open(1, "net_pcap,rx_pcap=" + arguments[0] + ",tx_pcap=" + arguments[1]);
            final PacketBatch batch = receive(devices.port(0), 0, devices.pool(0), 5);
            requireEquals(5, devices.port(0).transmit(0, batch), "sent");
            requireEquals(1, devices.port(0).statistics().receiveErrors(), "receiveErrors");
            devices.close();
            requireEquals(0, devices.pool(0).inUsePackets(), "packets in use");
        }
    }

    /** One end of a memif: the server sends first, the client answers. */
    public static final class Memif {
        public static void main(final String[] arguments) {
            final boolean isServer = arguments[0].equals("server");
            try (PacketDevices devices = open(1, "net_memif,role=" + arguments[0] + ",socket=" + arguments[1])) {
                final PacketPort port = devices.port(0);
                final PacketPool pool = devices.pool(0);
                Scenario.await("link", port::isLinkUp);
                if (isServer) {
                    final PacketBatch batch = sendUntilAnswered(port, pool);
                    require(isFrame(batch.get(0), 901, 12), "the answer has changed");
                    batch.free();
                } else {
                    final PacketBatch batch = receive(port, 0, pool, 1);
                    require(isFrame(batch.get(0), 900, 11), "the frame has changed");
                    batch.free();
                    send(port, 0, frame(pool, 901, 12));
                    Scenario.await("the server to be gone", () -> !port.isLinkUp());
                }
                requireEquals(0, pool.inUsePackets(), "packets in use");
            }
        }

        /** The client empties the rings when it connects, which can be after the server's link is up. */
        private static PacketBatch sendUntilAnswered(final PacketPort port, final PacketPool pool) {
            final PacketBatch batch = new PacketBatch();
            final long[] nextNs = {System.nanoTime()};
            Scenario.await("an answer", () -> {
                if (System.nanoTime() - nextNs[0] >= 0) {
                    send(port, 0, frame(pool, 900, 11));
                    nextNs[0] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
                }
                port.receive(0, pool, batch);
                return !batch.isEmpty();
            });
            return batch;
        }
    }
}
