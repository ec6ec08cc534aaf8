package io.holdfast.element;

import static io.holdfast.element.NatLab.LAN;
import static io.holdfast.element.NatLab.WAN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.element.Frames.End;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Throws garbage at the NAT graph: it must neither fail nor lose a packet uncounted. */
class NatFuzzTest {
    /** A frame at a port. */
    private record Arrival(int port, byte[] frame) {}

    /** Bytes of a frame overwritten, and where it is cut off. */
    private record Damage(int offset, byte value, int cutAt) {
        byte[] apply(final byte[] frame) {
            final byte[] damaged = Arrays.copyOf(frame, Math.min(frame.length, cutAt));
            if (offset < damaged.length) {
                damaged[offset] = value;
            }
            return damaged;
        }
    }

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        final Arbitrary<byte[]> valid = Arbitraries.integers().between(0, 15).map(NatFuzzTest::validFrame);
        final Arbitrary<byte[]> damaged = Combinators.combine(
                        valid,
                        Combinators.combine(
                                        Arbitraries.integers().between(0, 80),
                                        Arbitraries.bytes(),
                                        Arbitraries.integers().between(0, 90))
                                .as(Damage::new))
                .as((frame, damage) -> damage.apply(frame));
        final Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        final Arbitrary<byte[]> frames = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, valid),
                net.jqwik.api.Tuple.of(6, damaged),
                net.jqwik.api.Tuple.of(1, random));
        return Combinators.combine(Arbitraries.of(LAN, WAN), frames)
                .as(Arrival::new)
                .list()
                .ofMaxSize(80);
    }

    private static byte[] validFrame(final int kind) {
        final int client = NatLab.lanHost(2 + kind % 3);
        final int server = NatLab.wanHost(9);
        final End inside = new End(client, 4000);
        final End outside = new End(server, 80);
        final End outer = new End(NatLab.WAN_IP, 4000);
        final byte[] data = {1, 2, 3, 4, 5, 6};
        return switch (kind) {
            case 0, 1, 2 -> NatLab.frame(LAN, client, Frames.tcp(inside, outside, Frames.SYN, 9, data));
            case 3 -> NatLab.frame(LAN, client, Frames.tcp(inside, outside, Frames.FIN | Frames.ACK, 9, data));
            case 4, 5 -> NatLab.frame(LAN, client, Frames.udp(inside, outside, true, 9, data));
            case 6 -> NatLab.frame(LAN, client, Frames.ping(true, client, server, 3, 9, data));
            case 7 -> NatLab.frame(LAN, client, Frames.ping(true, client, NatLab.LAN_IP, 3, 9, data));
            case 8 -> NatLab.frame(WAN, server, Frames.tcp(outside, outer, Frames.ACK | Frames.RST, 9, data));
            case 9, 10 -> NatLab.frame(WAN, server, Frames.tcp(outside, outer, Frames.ACK, 9, data));
            case 11 -> NatLab.frame(WAN, server, Frames.udp(outside, outer, false, 9, data));
            case 12 -> NatLab.frame(WAN, server, Frames.ping(false, server, NatLab.WAN_IP, 3, 9, data));
            case 13 -> arp(1, server, NatLab.WAN_IP);
            case 14 -> arp(2, server, NatLab.WAN_IP);
            default -> arp(1, client, NatLab.LAN_IP);
        };
    }

    private static byte[] arp(final int operation, final int from, final int to) {
        final byte[] packet = Frames.arp(operation, NatLab.macOf(from), from, 0, to);
        return Frames.ethernet(0xffffffffffffL, NatLab.macOf(from), 0x0806, packet);
    }

    @Property(tries = 400)
    void shouldNeitherFailNorLeakNorLoseUncounted(@ForAll("arrivals") final List<Arrival> arrivals) {
        final String smaller = NatLab.configuration().replace("65536", "64").replace("4096", "64");
        try (NatLab lab = new NatLab(smaller, AccessControl.UNPROTECTED)) {
            final GraphTester graph = lab.graph();
            for (final Arrival arrival : arrivals) {
                graph.receive(arrival.port(), new byte[][] {arrival.frame()});
                graph.advance(100_000_000L);
            }
            final int waiting = Integer.parseInt(graph.read("to_lan_hosts.length"))
                    + Integer.parseInt(graph.read("to_wan_hosts.length"));
            assertEquals(waiting, graph.heldPackets());
            final long sent = graph.sentBytes(LAN).size() + graph.sentBytes(WAN).size();
            assertEquals(arrivals.size() + made(graph), sent + waiting + ended(graph), () -> counters(graph));
        }
    }

    /** Packets that the graph made: ARP queries, and the copies of ARP requests. */
    private static long made(final GraphTester graph) {
        return sum(graph, name -> name.endsWith(".queries")) + copies(graph);
    }

    /** A request that was copied ends in the responder (sent or counted) and in the querier. */
    private static long copies(final GraphTester graph) {
        return sum(graph, name -> name.startsWith("lan_arp.replies") || name.startsWith("wan_arp.replies"))
                + sum(graph, name -> name.endsWith("_arp.drops.notForUs"));
    }

    /** Packets that ended: dropped for a counted reason, discarded, or read by a querier as ARP. */
    private static long ended(final GraphTester graph) {
        return sum(graph, name -> name.contains(".drops."))
                + sum(graph, name -> name.endsWith(".count") && isDiscard(name))
                + sum(graph, name -> name.contains(".arp."));
    }

    private static boolean isDiscard(final String name) {
        return List.of("lan_other", "lan_local", "lan_group", "wan_other", "wan_foreign")
                .contains(name.substring(0, name.indexOf('.')));
    }

    private static long sum(final GraphTester graph, final java.util.function.Predicate<String> wanted) {
        return graph.graph().statistics().stream()
                .filter(counter -> wanted.test(counter.name()))
                .mapToLong(StatisticsCounter::get)
                .sum();
    }

    private static String counters(final GraphTester graph) {
        final StringBuilder text = new StringBuilder();
        for (final StatisticsCounter counter : graph.graph().statistics()) {
            if (counter.get() != 0) {
                text.append(counter.name()).append('=').append(counter.get()).append(' ');
            }
        }
        return text.toString();
    }
}
