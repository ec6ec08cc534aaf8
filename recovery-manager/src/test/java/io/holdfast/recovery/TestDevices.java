package io.holdfast.recovery;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Two ports, {@code in} and {@code out}, with a queue for each worker, whose frames a test puts in and takes out.
 *
 * <p>Workers use their queues while the test's thread puts in and takes out.
 */
final class TestDevices implements PacketDevices {
    private static final int POOL_PACKETS = 4096;

    private final MemoryPacketPool[] pools;
    private final TestPort in;
    private final TestPort out;

    TestDevices() {
        this(1);
    }

    TestDevices(final int workers) {
        pools = new MemoryPacketPool[workers];
        Arrays.setAll(pools, worker -> new MemoryPacketPool(POOL_PACKETS));
        in = new TestPort("in", workers);
        out = new TestPort("out", workers);
    }

    /** A frame comes in for the only worker. */
    void receive(final byte[] frame) {
        receive(0, frame);
    }

    /** A frame comes in for a worker. */
    void receive(final int worker, final byte[] frame) {
        in.incoming.get(worker).add(frame);
    }

    /** Whether workers have taken all that came in. */
    boolean isAllTaken() {
        return in.incoming.stream().allMatch(Queue::isEmpty);
    }

    /** Frames that went out and were not looked at yet: worker by worker, each worker's in order. */
    List<byte[]> takeSent() {
        final List<byte[]> taken = new ArrayList<>();
        for (int worker = 0; worker < pools.length; worker++) {
            taken.addAll(takeSent(worker));
        }
        return taken;
    }

    /** Frames that a worker sent and that were not looked at yet. */
    List<byte[]> takeSent(final int worker) {
        final List<byte[]> taken = new ArrayList<>();
        for (byte[] frame = out.sent.get(worker).poll();
                frame != null;
                frame = out.sent.get(worker).poll()) {
            taken.add(frame);
        }
        return taken;
    }

    int inUsePackets() {
        return Arrays.stream(pools).mapToInt(MemoryPacketPool::inUsePackets).sum();
    }

    @Override
    public int portCount() {
        return 2;
    }

    @Override
    public PacketPort port(final int number) {
        return number == 0 ? in : out;
    }

    @Override
    public PacketPool pool(final int worker) {
        return pools[worker];
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {}

    @Override
    public void detachWorker(final int worker) {}

    /** The cable of port {@code in} is pulled out, or plugged in. */
    void setLink(final boolean isUp) {
        in.isLinkUp = isUp;
    }

    @Override
    public void close() {
        Arrays.stream(pools).forEach(MemoryPacketPool::close);
    }

    private static final class TestPort implements PacketPort {
        private final String name;
        private volatile boolean isLinkUp = true;
        private final List<Queue<byte[]>> incoming = new ArrayList<>();
        private final List<Queue<byte[]>> sent = new ArrayList<>();

        private TestPort(final String name, final int workers) {
            this.name = name;
            for (int i = 0; i < workers; i++) {
                incoming.add(new ConcurrentLinkedQueue<>());
                sent.add(new ConcurrentLinkedQueue<>());
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int queueCount() {
            return sent.size();
        }

        @Override
        public long macAddress() {
            return 1;
        }

        @Override
        public boolean isLinkUp() {
            return isLinkUp;
        }

        @Override
        public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
            int count = 0;
            while (!batch.isFull()) {
                final byte[] frame = incoming.get(queue).poll();
                if (frame == null) {
                    break;
                }
                final Packet packet = pool.allocate();
                packet.append(frame.length);
                NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
                batch.add(packet);
                count++;
            }
            return count;
        }

        @Override
        public int transmit(final int queue, final PacketBatch batch) {
            final int count = batch.size();
            for (int i = 0; i < count; i++) {
                final byte[] frame = new byte[batch.get(i).length()];
                NativeMemory.copyToArray(batch.get(i).address(), frame, 0, frame.length);
                sent.get(queue).add(frame);
            }
            batch.free();
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
