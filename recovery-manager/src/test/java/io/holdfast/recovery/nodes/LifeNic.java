package io.holdfast.recovery.nodes;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;
import io.holdfast.recovery.simulation.Fiber;
import java.util.ArrayDeque;
import java.util.Arrays;

/** The two ports of one process, with short queues. */
final class LifeNic implements PacketDevices {
    static final int LAN = 0;
    static final int WAN = 1;
    static final String[] NAMES = {"lan", "wan"};

    private static final int POOL_PACKETS = 512;
    private static final int QUEUE_FRAMES = 64;
    private static final int MAX_RECEIVED = 4;
    /** Full bursts, and packets that wait for neighbours. */
    private static final int MANY_POOL_PACKETS = 1536;

    private static final int FULL_BURST_PERCENT = 50;

    private final NodeWorld world;
    private final NodeLife life;
    private final MemoryPacketPool[] pools;
    private final Port[] ports;
    private final boolean receivesFullBursts;

    LifeNic(final NodeWorld world, final NodeLife life, final NodePlan plan) {
        receivesFullBursts = plan.hasNeighbours();
        this.world = world;
        this.life = life;
        pools = new MemoryPacketPool[plan.workers()];
        Arrays.setAll(pools, worker -> new MemoryPacketPool(receivesFullBursts ? MANY_POOL_PACKETS : POOL_PACKETS));
        ports = new Port[] {new Port(LAN), new Port(WAN)};
    }

    /** A frame comes in; returns false if the queue is full, and it is lost. */
    boolean arrives(final int port, final int queue, final byte[] frame) {
        final ArrayDeque<byte[]> incoming = ports[port].incoming[queue];
        return incoming.size() < QUEUE_FRAMES && incoming.add(frame);
    }

    int inUsePackets() {
        return Arrays.stream(pools).mapToInt(MemoryPacketPool::inUsePackets).sum();
    }

    @Override
    public int portCount() {
        return ports.length;
    }

    @Override
    public PacketPort port(final int number) {
        return ports[number];
    }

    @Override
    public PacketPool pool(final int worker) {
        return pools[worker];
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {}

    @Override
    public void detachWorker(final int worker) {}

    @Override
    public void close() {
        Arrays.stream(pools).forEach(MemoryPacketPool::close);
    }

    private final class Port implements PacketPort {
        private final int number;
        private final ArrayDeque<byte[]>[] incoming;

        @SuppressWarnings({"unchecked", "rawtypes"})
        private Port(final int number) {
            this.number = number;
            incoming = new ArrayDeque[pools.length];
            Arrays.setAll(incoming, worker -> new ArrayDeque<byte[]>());
        }

        @Override
        public String name() {
            return NAMES[number];
        }

        @Override
        public int queueCount() {
            return pools.length;
        }

        @Override
        public long macAddress() {
            return number + 1;
        }

        @Override
        public boolean isLinkUp() {
            return true;
        }

        @Override
        public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
            if (incoming[queue].isEmpty() || life.isDeadNow()) {
                return 0;
            }
            final int limit = receivesFullBursts && world.chance(FULL_BURST_PERCENT)
                    ? PacketBatch.BURST_PACKETS
                    : 1 + world.random().nextInt(MAX_RECEIVED);
            while (batch.size() < limit && !incoming[queue].isEmpty()) {
                final byte[] frame = incoming[queue].poll();
                final Packet packet = pool.allocate();
                packet.append(frame.length);
                NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
                batch.add(packet);
            }
            return batch.size();
        }

        @Override
        public int transmit(final int queue, final PacketBatch batch) {
            final int count = batch.size();
            for (int i = 0; i < count; i++) {
                final byte[] frame = new byte[batch.get(i).length()];
                NativeMemory.copyToArray(batch.get(i).address(), frame, 0, frame.length);
                if (!life.isDeadNow()) {
                    life.sent(number, frame);
                }
            }
            batch.free();
            if (world.chance(20)) {
                Fiber.suspend();
            }
            return count;
        }

        @Override
        public PortStatistics statistics() {
            return new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
