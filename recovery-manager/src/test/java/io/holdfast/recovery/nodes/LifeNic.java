package io.holdfast.recovery.nodes;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.memory.IdlePort;
import io.holdfast.packet.memory.PooledDevices;
import io.holdfast.recovery.simulation.Fiber;
import java.util.ArrayDeque;
import java.util.Arrays;

/** The two ports of one process, with short queues. */
final class LifeNic extends PooledDevices {
    static final int LAN = 0;
    static final int WAN = 1;
    static final String[] NAMES = {"lan", "wan"};

    private static final int POOL_PACKETS = 512;
    private static final int QUEUE_FRAMES = 64;
    private static final int MAX_RECEIVED = 4;
    /** Full bursts, and packets that wait for neighbours. */
    private static final int MANY_POOL_PACKETS = 1536;

    private static final int FULL_BURST_PERCENT = 50;

    private final Port[] ports;

    LifeNic(final NodeWorld world, final NodeLife life, final NodePlan plan) {
        this(new Port[] {new Port(world, life, LAN, plan), new Port(world, life, WAN, plan)}, plan);
    }

    private LifeNic(final Port[] ports, final NodePlan plan) {
        super(ports, plan.workers(), plan.hasNeighbours() ? MANY_POOL_PACKETS : POOL_PACKETS);
        this.ports = ports;
    }

    /** A frame comes in; returns false if the queue is full, and it is lost. */
    boolean arrives(final int port, final int queue, final byte[] frame) {
        final ArrayDeque<byte[]> incoming = ports[port].incoming[queue];
        return incoming.size() < QUEUE_FRAMES && incoming.add(frame);
    }

    private static final class Port extends IdlePort {
        private final NodeWorld world;
        private final NodeLife life;
        private final boolean receivesFullBursts;
        private final int number;
        private final ArrayDeque<byte[]>[] incoming;

        @SuppressWarnings({"unchecked", "rawtypes"})
        private Port(final NodeWorld world, final NodeLife life, final int number, final NodePlan plan) {
            super(NAMES[number], plan.workers(), number + 1);
            receivesFullBursts = plan.hasNeighbours();
            this.world = world;
            this.life = life;
            this.number = number;
            incoming = new ArrayDeque[plan.workers()];
            Arrays.setAll(incoming, worker -> new ArrayDeque<byte[]>());
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
                batch.add(PacketBytes.copyOf(pool, incoming[queue].poll()));
            }
            return batch.size();
        }

        @Override
        public int transmit(final int queue, final PacketBatch batch) {
            final int count = batch.size();
            for (int i = 0; i < count; i++) {
                final byte[] frame = PacketBytes.of(batch.get(i));
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
    }
}
