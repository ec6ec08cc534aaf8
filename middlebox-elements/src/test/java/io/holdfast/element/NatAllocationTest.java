package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.Frames.End;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Measures what the packets of established flows cost on their way through the NAT graph. */
class NatAllocationTest {
    private static final int FLOWS = 1000;
    private static final int WARM_UP_BURSTS = 20_000;
    private static final int BURSTS = 32_000;
    private static final double MAX_BYTES_PER_PACKET = 0.1;

    @Test
    void shouldAllocateNothingForPacketsOfEstablishedFlows() {
        try (Rig rig = new Rig()) {
            rig.openFlows();
            rig.forward(WARM_UP_BURSTS);
            final com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            final long beginNs = System.nanoTime();
            rig.forward(BURSTS);
            final long ns = System.nanoTime() - beginNs;
            final long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
            final long packets = (long) BURSTS * PacketBatch.BURST_PACKETS;
            System.out.printf(
                    "NAT graph, %d UDP flows, one direction: %.1f ns/packet, %.4f bytes/packet%n",
                    FLOWS, (double) ns / packets, (double) bytes / packets);
            assertTrue((double) bytes / packets < MAX_BYTES_PER_PACKET, bytes + " bytes for " + packets + " packets");
            assertTrue(rig.sent >= packets, rig.sent + " of " + packets + " were sent");
        }
    }

    /** A worker's environment whose transmit puts the packets back, so that nothing but the graph allocates. */
    private static final class Rig implements WorkerEnvironment, AutoCloseable {
        private static final int FRAME_BYTES = 64;

        private final FlatStateStore state = new FlatStateStore();
        private final TestPacketPool pool = new TestPacketPool(64);
        private final BurstClock clock = new BurstClock();
        private final PacketBatch batch = new PacketBatch();
        private final Packet[] packets = new Packet[PacketBatch.BURST_PACKETS];
        private final byte[][] frames = new byte[FLOWS][];
        private final ElementGraph graph;
        private boolean isKeeping;
        private long sent;
        private int nextFrame;

        Rig() {
            clock.advanceTo(GraphTester.START_NS);
            graph = GraphDefinition.parse("nat.click", NatLab.configuration(), Map.of())
                    .build(this);
            for (int i = 0; i < packets.length; i++) {
                packets[i] = pool.allocate();
            }
            for (int i = 0; i < FLOWS; i++) {
                final End inside = new End(NatLab.lanHost(2 + i % 100), 2000 + i);
                final End outside = new End(NatLab.wanHost(9), 53);
                frames[i] = NatLab.frame(NatLab.LAN, inside.ip(), Frames.udp(inside, outside, true, 64, new byte[18]));
            }
        }

        void openFlows() {
            final byte[] request = Frames.arp(1, NatLab.macOf(NatLab.wanHost(9)), NatLab.wanHost(9), 0, NatLab.WAN_IP);
            fill(packets[0], Frames.ethernet(0xffffffffffffL, NatLab.macOf(NatLab.wanHost(9)), 0x0806, request));
            batch.add(packets[0]);
            graph.receive(NatLab.WAN, batch);
            packets[0] = pool.allocate();
            isKeeping = true;
        }

        void forward(final int bursts) {
            for (int i = 0; i < bursts; i++) {
                clock.advanceTo(clock.timeNs() + 10_000);
                for (int p = 0; p < packets.length; p++) {
                    fill(packets[p], frames[nextFrame]);
                    nextFrame = nextFrame + 1 == FLOWS ? 0 : nextFrame + 1;
                    batch.add(packets[p]);
                }
                graph.receive(NatLab.LAN, batch);
                if (clock.timeNs() >= graph.nextDeadlineNs()) {
                    graph.runTimers();
                }
            }
        }

        private void fill(final Packet packet, final byte[] frame) {
            packet.bind(packet.handle(), packet.bufferAddress(), packet.bufferLength(), 128, frame.length);
            NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
        }

        @Override
        public void transmit(final int port, final PacketBatch sentBatch) {
            sent += sentBatch.size();
            if (isKeeping) {
                sentBatch.clear();
            } else {
                sentBatch.free();
            }
        }

        @Override
        public int worker() {
            return 0;
        }

        @Override
        public int workers() {
            return 1;
        }

        @Override
        public PacketPool pool() {
            return pool;
        }

        @Override
        public BurstClock clock() {
            return clock;
        }

        @Override
        public long randomSeed() {
            return 1;
        }

        @Override
        public int portNumber(final String name) {
            return List.of("lan", "wan").indexOf(name);
        }

        @Override
        public int portCount() {
            return 2;
        }

        @Override
        public AccessControl accessControl() {
            return AccessControl.UNPROTECTED;
        }

        @Override
        public StateStore state() {
            return state;
        }

        @Override
        public void close() {
            graph.close();
            state.close();
            pool.close();
        }
    }
}
