package io.holdfast.packet.steering;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints what steering costs, in nanoseconds per packet: hashing, and handing over between two threads with a copy, or
 * with the object moved and nothing copied.
 *
 * <p>Topology: two workers, one device queue of prepared frames whose packets all belong to the other worker. Not measured: a
 * NIC, two sockets, anything behind the port. Both workers need a core of their own.
 */
final class SteeringCost {
    private static final int FRAMES = 1024;
    private static final int ROUNDS = 10;
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private SteeringCost() {}

    private interface Measurement {
        double nsPerPacket() throws InterruptedException;
    }

    public static void main(final String[] arguments) throws InterruptedException {
        print("hash", SteeringCost::hashing);
        print("hand-over in one thread, 60 B copied", () -> oneThread(60, true));
        print("hand-over in one thread, 1514 B copied", () -> oneThread(1514, true));
        print("hand-over in one thread, buffer moved", () -> oneThread(1514, false));
        print("hand-over between threads, 60 B copied", () -> handOver(60, true));
        print("hand-over between threads, 1514 B copied", () -> handOver(1514, true));
        print("hand-over between threads, buffer moved", () -> handOver(1514, false));
    }

    /** The best round: the others had something else on their core. */
    private static void print(final String what, final Measurement measurement) throws InterruptedException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, measurement.nsPerPacket());
        }
        System.out.printf("%-44s %6.1f ns/packet%n", what, best);
    }

    private static double hashing() {
        try (MemoryPacketPool pool = new MemoryPacketPool(FRAMES)) {
            final Packet[] frames = new Packet[FRAMES];
            for (int i = 0; i < FRAMES; i++) {
                frames[i] = SteeringFrames.udp(pool, i, 0);
            }
            final FlowSteering steering = FlowSteering.of(4);
            long sum = 0;
            long count = 0;
            final long beginNs = System.nanoTime();
            long endNs = beginNs;
            while (endNs - beginNs < ROUND_NS) {
                for (final Packet frame : frames) {
                    sum += steering.worker(frame);
                }
                count += FRAMES;
                endNs = System.nanoTime();
            }
            LockSupport.parkNanos(sum & 1);
            return (double) (endNs - beginNs) / count;
        }
    }

    /** Everything in one thread: instructions without the way between two caches; the device's share is subtracted. */
    private static double oneThread(final int bytes, final boolean copies) {
        try (MemoryPacketPool first = new MemoryPacketPool(FRAMES);
                PacketPool second = copies ? new MemoryPacketPool(FRAMES) : new MovingPool()) {
            final Rig rig = new Rig(bytes);
            final PacketBatch batch = new PacketBatch();
            final double steeredNs = time(() -> {
                rig.port.receive(0, first, batch);
                int count = 0;
                for (int got = rig.port.receive(1, second, batch); got > 0; got = rig.port.receive(1, second, batch)) {
                    count += got;
                    batch.free();
                }
                return count;
            });
            final double bareNs = time(() -> {
                final int count = rig.device.receive(0, first, batch);
                batch.free();
                return count;
            });
            rig.port.clear();
            return steeredNs - bareNs;
        }
    }

    private interface Work {
        int run();
    }

    private static double time(final Work work) {
        long count = 0;
        final long beginNs = System.nanoTime();
        long endNs = beginNs;
        while (endNs - beginNs < ROUND_NS) {
            for (int i = 0; i < 100; i++) {
                count += work.run();
            }
            endNs = System.nanoTime();
        }
        return (double) (endNs - beginNs) / count;
    }

    private static double handOver(final int bytes, final boolean copies) throws InterruptedException {
        final PacketPool first = new MemoryPacketPool(4096);
        final PacketPool second = copies ? new MemoryPacketPool(4096) : new MovingPool();
        final Rig rig = new Rig(bytes);
        final AtomicBoolean stopped = new AtomicBoolean();
        final Thread giver = Thread.ofPlatform().start(() -> {
            final PacketBatch batch = new PacketBatch();
            long before = -1;
            while (!stopped.get()) {
                rig.port.receive(0, first, batch);
                final long now = rig.port.handedOverBy(0);
                if (now == before) {
                    Thread.yield();
                }
                before = now;
            }
        });
        final PacketBatch batch = new PacketBatch();
        long count = 0;
        final long beginNs = System.nanoTime();
        long endNs = beginNs;
        while (endNs - beginNs < ROUND_NS) {
            final int taken = rig.port.receive(1, second, batch);
            count += taken;
            batch.free();
            if (taken == 0) {
                Thread.yield();
            }
            endNs = System.nanoTime();
        }
        stopped.set(true);
        giver.join();
        rig.port.close();
        first.close();
        second.close();
        return (double) (endNs - beginNs) / count;
    }

    /** A device whose queue 0 gives frames of worker 1 for as long as there is room, and queue 1 nothing. */
    private static final class Rig {
        private final int bytes;
        private final int flow = SteeredPortTest.flowOf(1, FlowSteering.of(2));
        private final PacketPort device = new QueuedPort(2, this::next);
        private final SteeredPort port = SteeredPort.withCapacity(device, FlowSteering.of(2), 512);

        Rig(final int bytes) {
            this.bytes = bytes;
        }

        private Packet next(final int queue, final PacketPool pool) {
            if (queue == 1 || pool.inUsePackets() >= 512) {
                return null;
            }
            final Packet packet = SteeringFrames.udp(pool, flow, 0);
            if (bytes > packet.length()) {
                packet.append(bytes - packet.length());
            }
            return packet;
        }
    }

    /** Binds its objects to the other worker's buffers, as DPDK's pool does. */
    private static final class MovingPool implements PacketPool {
        private final Packet[] idle = new Packet[64];
        private int idleCount;

        MovingPool() {
            for (int i = 0; i < idle.length; i++) {
                idle[i] = new Packet(this);
            }
            idleCount = idle.length;
        }

        @Override
        public Packet take(final Packet other) {
            final Packet own = idle[--idleCount];
            own.bind(other.handle(), other.bufferAddress(), other.bufferLength(), other.headroom(), other.length());
            own.getShort(EthernetHeader.TYPE_OFFSET);
            return own;
        }

        @Override
        public void free(final Packet packet) {
            idle[idleCount++] = packet;
        }

        @Override
        public Packet allocate() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int maxPacketBytes() {
            return 2048;
        }

        @Override
        public int capacityPackets() {
            return idle.length;
        }

        @Override
        public int inUsePackets() {
            return idle.length - idleCount;
        }

        @Override
        public long exhaustedCount() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
