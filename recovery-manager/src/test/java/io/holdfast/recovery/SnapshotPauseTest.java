package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.GraphDefinition;
import io.holdfast.log.LogRecords;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.Transport;
import io.holdfast.log.aeron.AeronSettings;
import io.holdfast.log.aeron.AeronTransport;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.packet.PortSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long a master with 100,000 flows stands still while a replica joins over Aeron on loopback, each node on
 * a thread of its own. Prints the numbers and asserts no time: what a shared machine does to a thread is not ours.
 */
class SnapshotPauseTest {
    private static final int FLOWS = 100_000;
    private static final String GRAPH = "FromDPDKDevice(in) -> Strip(14) -> CheckIPHeader"
            + " -> IPRewriter(pattern 192.0.2.1 1024-65535 - - 0 0, MAPPING_CAPACITY 131072)"
            + " -> ToDPDKDevice(out);";
    private static final long DEADLINE_NS = 60_000_000_000L;

    @TempDir
    private Path directory;

    private final List<MemberAddress> members;
    private volatile boolean stop;

    SnapshotPauseTest() throws IOException {
        members = List.of(
                new MemberAddress("a", "127.0.0.1", freePair()), new MemberAddress("b", "127.0.0.1", freePair()));
    }

    @Test
    void shouldMeasureThePauseWith100000Flows() throws Exception {
        final TestDevices devices = new TestDevices();
        try (Transport transport = transport(0);
                NodeAgent master = node(0, devices, transport)) {
            await(master, "solo");
            int flows = feed(master, devices, 0, FLOWS);
            final Thread replica = Thread.ofPlatform().name("replica").start(this::runReplica);
            final Histogram turns = new Histogram(10_000_000_000L, 3);
            final Histogram cpu = new Histogram(10_000_000_000L, 3);
            final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            final long deadlineNs = System.nanoTime() + DEADLINE_NS;
            long nextNs = System.nanoTime();
            while (!master.status().protection().equals("protected")) {
                if (System.nanoTime() >= nextNs) {
                    // 5,000 new flows a second go on.
                    nextNs += 200_000;
                    devices.receive(frame(flows++));
                }
                final long startNs = System.nanoTime();
                final long startCpuNs = threads.getCurrentThreadCpuTime();
                master.doWork();
                cpu.recordValue(threads.getCurrentThreadCpuTime() - startCpuNs);
                turns.recordValue(System.nanoTime() - startNs);
                devices.takeSent();
                assertTrue(System.nanoTime() < deadlineNs, master.status().toString());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d flows, %.1f MB of state: turns while joining: %,d, median %.1f us, p99.9 %.1f us, longest %.0f us"
                            + " (in processor time: median %.1f us, p99.9 %.1f us, longest %.0f us); %s%n",
                    flows,
                    new StatePieces(master.state()).totalBytes() / 1e6,
                    turns.getTotalCount(),
                    turns.getValueAtPercentile(50) / 1e3,
                    turns.getValueAtPercentile(99.9) / 1e3,
                    turns.getMaxValue() / 1e3,
                    cpu.getValueAtPercentile(50) / 1e3,
                    cpu.getValueAtPercentile(99.9) / 1e3,
                    cpu.getMaxValue() / 1e3,
                    interesting(master.status().counters()));
            stop = true;
            replica.join();
        }
        devices.close();
    }

    private static String interesting(final Map<String, Long> counters) {
        final StringBuilder text = new StringBuilder();
        counters.forEach((name, value) -> {
            if (name.startsWith("snapshot.") || name.startsWith("joins.")) {
                text.append(name).append('=').append(value).append(' ');
            }
        });
        return text.toString();
    }

    private void runReplica() {
        final TestDevices devices = new TestDevices();
        try (Transport transport = transport(1);
                NodeAgent node = node(1, devices, transport)) {
            while (!stop) {
                node.doWork();
            }
        }
        devices.close();
    }

    private static void await(final NodeAgent node, final String protection) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!node.status().protection().equals(protection)) {
            node.doWork();
            assertTrue(System.nanoTime() < deadlineNs, node.status().toString());
        }
    }

    private static int feed(final NodeAgent node, final TestDevices devices, final int from, final int to) {
        for (int flow = from; flow < to; flow++) {
            devices.receive(frame(flow));
            if (flow % 32 == 31) {
                node.doWork();
                devices.takeSent();
            }
        }
        return to;
    }

    private Transport transport(final int index) {
        return new AeronTransport(
                AeronSettings.in(directory.resolve("aeron" + index)),
                members.get(index),
                members.get(1 - index),
                1,
                error -> System.out.println("transport: " + error));
    }

    private NodeAgent node(final int index, final TestDevices devices, final Transport transport) {
        final NodeSettings settings = new NodeSettings(
                members.get(index).name(),
                members,
                List.of(new PortSettings("in", "test"), new PortSettings("out", "test")),
                1,
                List.of(),
                Path.of("test.click"),
                Map.of(),
                directory,
                new LogSettings(LogRecords.CHANGES, false, 4 << 20, 32 << 20, 8192, 32 << 10),
                new FailoverSettings(10, 1000, 0, 1, 60_000),
                4096,
                IdleMode.YIELD);
        return new NodeAgent(new NodeAgent.NodeParts(
                settings,
                GraphDefinition.parse("test.click", GRAPH, Map.of(), TestElements.classes()),
                devices,
                transport,
                SystemNanoClock.INSTANCE,
                new OffsetEpochNanoClock(),
                NodeFaults.NONE,
                line -> System.out.println(members.get(index).name() + ": " + line),
                GroupKeys.none()));
    }

    /** The first datagram of a flow from a host of the LAN. */
    private static byte[] frame(final int flow) {
        final ByteBuffer frame = ByteBuffer.allocate(64);
        frame.putShort(12, (short) 0x0800);
        frame.put(14, (byte) 0x45).putShort(16, (short) 50).put(22, (byte) 64).put(23, (byte) 17);
        frame.putInt(26, 0x0a000001 + flow / 40_000).putInt(30, 0xcb007100 + flow % 97);
        frame.putShort(34, (short) (1024 + flow % 40_000))
                .putShort(36, (short) 53)
                .putShort(38, (short) 30);
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += Short.toUnsignedInt(frame.getShort(i));
        }
        frame.putShort(24, (short) ~((sum & 0xffff) + (sum >>> 16)));
        return frame.array();
    }

    /** A UDP port whose successor is free too. */
    private static int freePair() throws IOException {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                final InetSocketAddress second =
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), first.getLocalPort() + 1);
                new DatagramSocket(second).close();
                return first.getLocalPort();
            } catch (final IOException e) {
                // Try the next.
            }
        }
    }
}
