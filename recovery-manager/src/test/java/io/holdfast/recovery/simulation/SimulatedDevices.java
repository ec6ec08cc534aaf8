package io.holdfast.recovery.simulation;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.memory.IdlePort;
import io.holdfast.packet.memory.PooledDevices;
import java.util.Arrays;

/** The ports of one node, with a queue per worker. */
final class SimulatedDevices extends PooledDevices {
    /** Hears what leaves the box. */
    interface Listener {
        void onSent(int port, int worker, byte[] frame);

        /** Hears what a worker takes in. */
        void onReceived(int worker, byte[] frame);
    }

    private static final int POOL_PACKETS = 192;
    private static final int MAX_RECEIVED = 3;
    /** Full bursts, and packets that wait for neighbours. */
    private static final int MANY_POOL_PACKETS = 1536;

    private static final int FULL_BURST_PERCENT = 50;

    SimulatedDevices(final World world, final Listener listener) {
        super(
                ports(world, listener),
                world.plan().workers(),
                world.plan().hasNeighbours() ? MANY_POOL_PACKETS : POOL_PACKETS);
    }

    private static Port[] ports(final World world, final Listener listener) {
        final String[] names = world.traffic().portNames();
        final Port[] ports = new Port[names.length];
        Arrays.setAll(ports, number -> new Port(world, number, names[number], listener));
        return ports;
    }

    private static final class Port extends IdlePort {
        private final Schedule schedule;
        private final SimulatedWire wire;
        private final boolean receivesFullBursts;
        private final int number;
        private final Listener listener;

        private Port(final World world, final int number, final String name, final Listener listener) {
            super(name, world.plan().workers(), number + 1);
            schedule = world.schedule();
            wire = world.wire();
            receivesFullBursts = world.plan().hasNeighbours();
            this.number = number;
            this.listener = listener;
        }

        @Override
        public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
            Fiber.suspend();
            final int limit = receivesFullBursts && schedule.chance(FULL_BURST_PERCENT)
                    ? PacketBatch.BURST_PACKETS
                    : 1 + schedule.random().nextInt(MAX_RECEIVED);
            for (byte[] frame = wire.take(number, queue); frame != null; frame = wire.take(number, queue)) {
                batch.add(PacketBytes.copyOf(pool, frame));
                listener.onReceived(queue, frame);
                schedule.progress();
                if (batch.size() == limit) {
                    break;
                }
            }
            return batch.size();
        }

        @Override
        public int transmit(final int queue, final PacketBatch batch) {
            final int count = batch.size();
            for (int i = 0; i < count; i++) {
                listener.onSent(number, queue, PacketBytes.of(batch.get(i)));
            }
            batch.free();
            schedule.progress();
            Fiber.suspend();
            return count;
        }
    }
}
