package io.holdfast.recovery;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Two ports, {@code in} and {@code out}, whose frames a test puts in and takes out. */
final class TestDevices implements PacketDevices {
    private final MemoryPacketPool pool = new MemoryPacketPool(4096);
    private final TestPort in = new TestPort("in");
    private final TestPort out = new TestPort("out");

    /** A frame comes in. */
    void receive(final byte[] frame) {
        in.incoming.add(frame);
    }

    /** Frames that went out and were not looked at yet. */
    List<byte[]> takeSent() {
        final List<byte[]> taken = new ArrayList<>(out.sent);
        out.sent.clear();
        return taken;
    }

    int inUsePackets() {
        return pool.inUsePackets();
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
        return pool;
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {}

    @Override
    public void detachWorker(final int worker) {}

    @Override
    public void close() {
        pool.close();
    }

    private static final class TestPort implements PacketPort {
        private final String name;
        private final Queue<byte[]> incoming = new ArrayDeque<>();
        private final List<byte[]> sent = new ArrayList<>();

        private TestPort(final String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int queueCount() {
            return 1;
        }

        @Override
        public long macAddress() {
            return 1;
        }

        @Override
        public boolean isLinkUp() {
            return true;
        }

        @Override
        public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
            int count = 0;
            while (!incoming.isEmpty() && !batch.isFull()) {
                final byte[] frame = incoming.remove();
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
                sent.add(frame);
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
