package io.holdfast.perf;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;

/**
 * Ports lan and wan that cost next to nothing: while traffic is on, each look at lan yields a full burst of the NAT's
 * traffic, one packet of which opens a flow now and then; what is sent is counted and freed.
 */
final class NatTrafficDevices implements PacketDevices {
    private static final int LAN = 0;
    private static final int WAN = 1;

    private final PacketPort[] ports = {new End("lan", LAN), new End("wan", WAN)};
    private final PacketPool pool;
    private final byte[][] frames;
    private final int burstsPerNewFlow;
    private boolean on;
    private boolean wanHostKnown;
    private int next;
    private int opened;
    private int bursts;
    private long sentCount;

    /**
     * @param flows that are used in turn
     * @param burstsPerNewFlow how many bursts come for each flow that is opened
     */
    NatTrafficDevices(final int capacityPackets, final int flows, final int burstsPerNewFlow) {
        pool = new MemoryPacketPool(capacityPackets);
        frames = new byte[flows][];
        for (int i = 0; i < flows; i++) {
            frames[i] = NatFrames.datagram(i);
        }
        this.burstsPerNewFlow = burstsPerNewFlow;
    }

    /** Lets traffic come, from the node's thread's next look on. */
    void start() {
        on = true;
    }

    /** Packets that left by wan. */
    long sentCount() {
        return sentCount;
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

    private int burst(final PacketBatch batch) {
        if (++bursts % burstsPerNewFlow == 0 && opened < frames.length) {
            opened++;
        }
        final int known = Math.max(1, opened);
        int count = 0;
        while (batch.size() < PacketBatch.BURST_PACKETS && add(batch, frames[next % known])) {
            next = (next + 1) % known;
            count++;
        }
        return count;
    }

    private boolean add(final PacketBatch batch, final byte[] frame) {
        final Packet packet = pool.allocate();
        if (packet == null) {
            return false;
        }
        packet.append(frame.length);
        NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
        batch.add(packet);
        return true;
    }

    private final class End implements PacketPort {
        private final String name;
        private final int number;

        End(final String name, final int number) {
            this.name = name;
            this.number = number;
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
            return 0;
        }

        @Override
        public boolean isLinkUp() {
            return true;
        }

        @Override
        public int receive(final int queue, final PacketPool ofWorker, final PacketBatch batch) {
            if (!on || number == LAN && !wanHostKnown) {
                return 0;
            }
            if (number == LAN) {
                return burst(batch);
            }
            if (!wanHostKnown) {
                wanHostKnown = add(batch, NatFrames.arpRequest());
                return batch.size();
            }
            return 0;
        }

        @Override
        public int transmit(final int queue, final PacketBatch batch) {
            final int count = batch.size();
            if (number == WAN) {
                sentCount += count;
            }
            batch.free();
            return count;
        }

        @Override
        public PortStatistics statistics() {
            return new PortStatistics(0, 0, sentCount, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
