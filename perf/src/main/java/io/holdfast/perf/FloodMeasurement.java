package io.holdfast.perf;

import io.holdfast.element.GraphDefinition;
import io.holdfast.log.LogRecords;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.aeron.AeronSettings;
import io.holdfast.log.aeron.AeronTransport;
import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.packet.PortSettings;
import io.holdfast.recovery.FailoverSettings;
import io.holdfast.recovery.IdleMode;
import io.holdfast.recovery.LogSettings;
import io.holdfast.recovery.NodeAgent;
import io.holdfast.recovery.NodeFaults;
import io.holdfast.recovery.NodeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a flood of wrong datagrams costs a protected master.
 *
 * <p>Topology: two real nodes with the NAT's graph and a group key over Aeron on loopback, in one process, a thread
 * each; a third thread floods the master's two ports. The master is given packets as fast as it takes them. Rounds
 * with and without the flood alternate, so that other load on the machine falls on both. Given are the master's
 * packets per second of elapsed time, and the processor time of its thread, kernel included, that one wrong datagram
 * takes; from that follows what the flood takes of a master that has a core to itself, which is what is judged: where
 * cores are shared, the flood's own work slows the master down, too. Not measured: devices; what the kernel spends on a
 * NIC's interrupts for the flood.
 */
public final class FloodMeasurement {
    private static final int DEFAULT_ROUNDS = 30;
    private static final int DEFAULT_PER_SECOND = 100_000;
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final double NS_PER_S = 1e9;
    private static final double PER_CENT = 100;
    private static final double LIMIT_PER_CENT = 20;
    private static final int PACKETS = 1 << 15;
    private static final int FLOWS = 20_000;
    private static final int BURSTS_PER_NEW_FLOW = 50;

    private final Path directory = Files.createTempDirectory("holdfast-flood");
    private final List<MemberAddress> members = List.of(member("a"), member("b"));
    private final GroupKey key = GroupKey.random(new SecureRandom());
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private volatile boolean stop;

    private FloodMeasurement() throws IOException {}

    /** What the master did in the rounds of one kind. */
    private static final class Rounds {
        private final List<Double> perElapsed = new ArrayList<>();
        private double packets;
        private double processorNs;
        private double ignored;

        private double nsPerPacket() {
            return processorNs / packets;
        }

        /** What is left of the processor time when packets have had theirs, per datagram ignored. */
        private double nsPerIgnored(final Rounds calm) {
            return (processorNs - packets * calm.nsPerPacket()) / ignored;
        }
    }

    /**
     * Measures both kinds of flood; exit status 1 if one costs the limit or more.
     *
     * @param arguments rounds of each kind (30), datagrams per second (100000)
     */
    public static void main(final String[] arguments) throws Exception {
        final int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROUNDS;
        final int perSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_PER_SECOND;
        boolean good = true;
        for (final Flood.Kind kind : Flood.Kind.values()) {
            good &= new FloodMeasurement().measure(kind, rounds, perSecond);
        }
        System.exit(good ? 0 : 1);
    }

    private boolean measure(final Flood.Kind kind, final int rounds, final int perSecond) throws Exception {
        final MemberAddress self = members.getFirst();
        final Thread replica = Thread.ofPlatform().daemon().name("replica").start(this::runReplica);
        final NatTrafficDevices devices = new NatTrafficDevices(PACKETS, FLOWS, BURSTS_PER_NEW_FLOW);
        try (AeronTransport transport = transport(0);
                NodeAgent master = node(0, devices, transport);
                Flood flood = new Flood(
                        kind,
                        key,
                        perSecond,
                        new InetSocketAddress(self.host(), self.port()),
                        new InetSocketAddress(self.host(), self.logPort()))) {
            awaitProtected(master);
            devices.start();
            final Rounds calm = new Rounds();
            final Rounds flooded = new Rounds();
            round(master, transport, devices, new Rounds(), 8 * ROUND_NS);
            final long before = flood.sentCount();
            for (int i = 0; i < rounds; i++) {
                flood.turnOn(false);
                round(master, transport, devices, calm, ROUND_NS);
                flood.turnOn(true);
                round(master, transport, devices, flooded, ROUND_NS);
            }
            flood.turnOn(false);
            final double sent = (flood.sentCount() - before) / (rounds * ROUND_NS / NS_PER_S);
            final boolean isProtected = master.status().protection().equals("protected");
            System.out.printf(
                    "%s: %.0f datagrams/s sent, %d ignored, the master is %s%n",
                    kind, sent, transport.invalidCount(), master.status().protection());
            return report(calm, flooded, perSecond) && isProtected;
        } finally {
            stop = true;
            replica.join();
            devices.close();
        }
    }

    private static boolean report(final Rounds calm, final Rounds flooded, final int perSecond) {
        System.out.printf(
                "  packets per elapsed second: %.0f without, %.0f with the flood (medians of %d): %.1f %% less%n",
                median(calm.perElapsed),
                median(flooded.perElapsed),
                calm.perElapsed.size(),
                PER_CENT * (1 - median(flooded.perElapsed) / median(calm.perElapsed)));
        final double costPerCent = PER_CENT * flooded.nsPerIgnored(calm) * perSecond / NS_PER_S;
        System.out.printf(
                "  processor time: %.0f ns per packet, %.0f ns per wrong datagram: %d a second take %.1f %% of a core%n",
                calm.nsPerPacket(), flooded.nsPerIgnored(calm), perSecond, costPerCent);
        return costPerCent < LIMIT_PER_CENT;
    }

    private static double median(final List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void round(
            final NodeAgent master,
            final AeronTransport transport,
            final NatTrafficDevices devices,
            final Rounds rounds,
            final long durationNs) {
        final long startNs = System.nanoTime();
        final long startCpuNs = threads.getCurrentThreadCpuTime();
        final long startCount = devices.sentCount();
        final long startIgnored = transport.invalidCount();
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            for (int i = 0; i < 16; i++) {
                master.doWork();
            }
            nowNs = System.nanoTime();
        }
        final double packets = devices.sentCount() - startCount;
        rounds.perElapsed.add(packets * NS_PER_S / (nowNs - startNs));
        rounds.packets += packets;
        rounds.processorNs += threads.getCurrentThreadCpuTime() - startCpuNs;
        rounds.ignored += transport.invalidCount() - startIgnored;
    }

    private void runReplica() {
        final NatTrafficDevices devices = new NatTrafficDevices(PACKETS, 1, 1);
        try (AeronTransport transport = transport(1);
                NodeAgent node = node(1, devices, transport)) {
            while (!stop) {
                if (node.doWork() == 0) {
                    Thread.yield();
                }
            }
        }
        devices.close();
    }

    private static void awaitProtected(final NodeAgent master) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!master.status().protection().equals("protected")) {
            if (master.doWork() == 0) {
                Thread.yield();
            }
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("not protected in time: " + master.status());
            }
        }
    }

    private AeronTransport transport(final int index) {
        return new AeronTransport(
                AeronSettings.in(directory.resolve("aeron" + index)),
                members.get(index),
                members.get(1 - index),
                1,
                GroupKeys.of(GroupKeyRing.of(key)),
                error -> System.out.println("transport: " + error));
    }

    private NodeAgent node(final int index, final NatTrafficDevices devices, final AeronTransport transport) {
        final NodeSettings settings = new NodeSettings(
                members.get(index).name(),
                members,
                List.of(new PortSettings("lan", "traffic"), new PortSettings("wan", "traffic")),
                1,
                List.of(),
                Path.of("nat.click"),
                Map.of(),
                directory,
                new LogSettings(LogRecords.CHANGES, false, 4 << 20, 32 << 20, 8192, 32 << 10),
                new FailoverSettings(10, 2000, 0, 0, 60_000),
                PACKETS,
                IdleMode.YIELD);
        return new NodeAgent(new NodeAgent.NodeParts(
                settings,
                GraphDefinition.parse("nat.click", graph(), Map.of()),
                devices,
                transport,
                SystemNanoClock.INSTANCE,
                new OffsetEpochNanoClock(),
                NodeFaults.NONE,
                line -> System.out.println(members.get(index).name() + ": " + line),
                GroupKeys.of(GroupKeyRing.of(key))));
    }

    private static String graph() {
        try (InputStream text = FloodMeasurement.class.getResourceAsStream("/io/holdfast/nat/nat.click")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A member whose port, and the next one, are free. */
    private static MemberAddress member(final String name) throws IOException {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    DatagramSocket second =
                            new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
                return new MemberAddress(name, "127.0.0.1", second.getLocalPort() - 1);
            } catch (final IOException e) {
                // Taken; try another pair.
            }
        }
    }
}
