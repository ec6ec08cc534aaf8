package io.holdfast.recovery.simulation;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;

/** The ports of one node, with a queue per worker. */
final class SimulatedDevices implements PacketDevices {
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

    private final Schedule schedule;
    private final SimulatedWire wire;
    private final Listener listener;
    private final boolean receivesFullBursts;
    private final MemoryPacketPool[] pools;
    private final Port[] ports;

    SimulatedDevices(final World world, final Listener listener) {
        schedule = world.schedule();
        wire = world.wire();
        this.listener = listener;
        receivesFullBursts = world.plan().hasNeighbours();
        pools = new MemoryPacketPool[world.plan().workers()];
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new MemoryPacketPool(receivesFullBursts ? MANY_POOL_PACKETS : POOL_PACKETS);
        }
        final String[] portNames = world.traffic().portNames();
        ports = new Port[portNames.length];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = new Port(i, portNames[i]);
        }
    }

    int inUsePackets() {
        int inUse = 0;
        for (final MemoryPacketPool pool : pools) {
            inUse += pool.inUsePackets();
        }
        return inUse;
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
        for (final MemoryPacketPool pool : pools) {
            pool.close();
        }
    }

    private final class Port implements PacketPort {
        private final int number;
        private final String name;

        private Port(final int number, final String name) {
            this.number = number;
            this.name = name;
        }

        @Override
        public String name() {
            return name;
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
            Fiber.suspend();
            final int limit = receivesFullBursts && schedule.chance(FULL_BURST_PERCENT)
                    ? PacketBatch.BURST_PACKETS
                    : 1 + schedule.random().nextInt(MAX_RECEIVED);
            for (byte[] frame = wire.take(number, queue); frame != null; frame = wire.take(number, queue)) {
                final Packet packet = pool.allocate();
                packet.append(frame.length);
                NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
                batch.add(packet);
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
                final byte[] frame = new byte[batch.get(i).length()];
                NativeMemory.copyToArray(batch.get(i).address(), frame, 0, frame.length);
                listener.onSent(number, queue, frame);
            }
            batch.free();
            schedule.progress();
            Fiber.suspend();
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
