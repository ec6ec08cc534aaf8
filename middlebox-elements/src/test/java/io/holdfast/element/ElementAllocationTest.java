package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.Frames.End;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Measures what a packet costs in garbage on its way through the elements of routers and firewalls. */
class ElementAllocationTest {
    private static final int WARM_UP_BURSTS = 10_000;
    private static final int BURSTS = 32_000;
    private static final double MAX_BYTES_PER_PACKET = 0.1;
    private static final String PATH = """
            TestInput(0) -> HostEtherFilter(2:0:0:0:0:1) -> Paint(1) -> CheckIPHeader(14) -> Strip(14)
              -> f :: IPFilter(deny src 10.9.0.0/16, allow udp and dst port 53 or 80, allow icmp, deny all)
              -> DropBroadcasts -> IPGWOptions(10.0.0.1) -> FixIPSrc(10.0.0.1) -> DecIPTTL -> CheckLength(1500)
              -> SetIPDSCP(10) -> CheckUDPHeader -> StoreIPAddress(10.0.0.77, src) -> SetUDPChecksum
              -> r :: RadixIPLookup(10.0.0.0/8 0, 0.0.0.0/0 10.0.0.1 0)
              -> EtherEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2) -> VLANEncap(VLAN_ID 7) -> VLANDecap
              -> [0] s :: EtherSwitch; Idle -> [1] s; s[0] -> Discard; s[1] -> d :: Discard
            """;

    @Test
    void shouldAllocateNothingPerPacket() {
        final TestPacketPool pool = new TestPacketPool(64);
        try (GraphTester tester = GraphTester.of(PATH)) {
            forward(tester, pool, WARM_UP_BURSTS);
            final com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long before = threads.getCurrentThreadAllocatedBytes();
            forward(tester, pool, BURSTS);
            final long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            final long packets = (long) BURSTS * PacketBatch.BURST_PACKETS;
            System.out.printf("router and firewall elements: %.4f bytes/packet%n", (double) bytes / packets);
            assertEquals(
                    Long.toString((long) (WARM_UP_BURSTS + BURSTS) * PacketBatch.BURST_PACKETS),
                    tester.read("d.count"));
            assertTrue((double) bytes / packets < MAX_BYTES_PER_PACKET, bytes + " bytes for " + packets + " packets");
        } finally {
            pool.close();
        }
    }

    private static void forward(final GraphTester tester, final TestPacketPool pool, final int bursts) {
        final byte[] frame = Frames.ethernet(
                0x0200_0000_0001L,
                0x0200_0000_0002L,
                0x0800,
                Frames.udp(new End(0x0a00_0002, 4000), new End(0x0a00_0003, 53), true, 64, new byte[18]));
        final PacketBatch batch = new PacketBatch();
        for (int i = 0; i < bursts; i++) {
            while (!batch.isFull()) {
                batch.add(PacketBytes.copyOf(pool, frame));
            }
            tester.graph().receive(0, batch);
        }
    }
}
