package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.nat.HoldfastCommand;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole group, and a stranger beside it who has heard all and has no key: what he says moves nothing. */
class FloodProcessTest {
    private static final long SEED = 0x5eed_f100dL;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    /** Above what a socket bears before it has the kernel drop what is wrong. */
    private static final int LIES_PER_PORT = 300;

    /** All lies together far below that. */
    private static final int FEW_PER_PORT = 8;

    private static final int MOST_ROUNDS = 20;
    private static final int CALLS = 64;
    /** More than what two others say in the time after which silence is suspicious: eight reports each. */
    private static final int REPORTS = 20;

    private static final int PROC_PORT = 1;
    private static final int PROC_DROPS = 12;

    @TempDir
    private Path parent;

    @BeforeEach
    void requireRawSockets() {
        try (RawDatagrams socket = new RawDatagrams(RawDatagrams.Use.SEND)) {
            // Good.
        } catch (final IllegalStateException e) {
            System.out.println("SKIPPED: " + e.getMessage());
            Assumptions.abort(e.getMessage());
        }
    }

    @Test
    void shouldMoveNoViewByAFlood() throws Exception {
        try (ProcessGroup group = new ProcessGroup(parent, "keyFile: group.key");
                Stranger stranger = new Stranger(ports(group), true, SEED)) {
            assertEquals(
                    0, HoldfastCommand.execute("key", group.resolve("group.key").toString()));
            group.startAll();
            group.awaitOutput("a -> witness -> b", "attestations", "-c", group.file("a"));
            final Map<String, NodeStatus> before = hear(group, stranger);
            tellFew(group, stranger, before);
            flood(group, stranger, before);
            awaitALifetime(group);
            assertEquals(List.of(), disturbances(group, before), group::logs);
            stillObeys(group);
        }
    }

    /** The canary: without a key, one of these lies is enough, and is seen by the same questions. */
    @Test
    void shouldNoticeThatALieMovesTheViewOfAGroupWithoutAKey() throws Exception {
        try (ProcessGroup group = new ProcessGroup(parent, "key: none");
                Stranger stranger = new Stranger(ports(group), false, SEED)) {
            group.startAll();
            group.awaitOutput("a -> witness -> b", "attestations", "-c", group.file("a"));
            final Map<String, NodeStatus> before = hear(group, stranger);
            stranger.tell(Stranger.Lie.LATER_PROCESS, 3);
            final long deadline = System.nanoTime() + DEADLINE_NS;
            while (disturbances(group, before).isEmpty()) {
                assertTrue(System.nanoTime() < deadline, () -> "nothing was disturbed\n" + group.logs());
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static List<Integer> ports(final ProcessGroup group) {
        final List<Integer> ports = new ArrayList<>();
        for (final String node : List.of("a", "b", ProcessGroup.WITNESS)) {
            ports.addAll(group.portsOf(node));
        }
        return ports;
    }

    private static Map<String, NodeStatus> hear(final ProcessGroup group, final Stranger stranger) throws Exception {
        final Map<String, NodeStatus> before = new HashMap<>();
        for (final String node : List.of("a", "b")) {
            before.put(node, group.status(node));
        }
        stranger.stopHearing();
        final List<Integer> unheard = new ArrayList<>(ports(group));
        unheard.removeAll(stranger.heardPorts());
        // A master's log port hears nothing.
        unheard.remove((Integer) (group.port("a") + 1));
        assertEquals(List.of(), unheard, "ports to which nothing was heard");
        return before;
    }

    /** So few that no socket has the kernel drop anything: each is looked at, and counted by what is wrong with it. */
    private static void tellFew(final ProcessGroup group, final Stranger stranger, final Map<String, NodeStatus> before)
            throws Exception {
        for (final Stranger.Lie lie : Stranger.Lie.values()) {
            stranger.tell(lie, FEW_PER_PORT);
        }
        for (final String node : List.of("a", "b")) {
            group.await(
                    node,
                    status -> Stream.of(
                                    "datagrams.unsealed", "datagrams.replayed", "datagrams.wrongTag", "group.ignored")
                            .allMatch(counter -> isCounted(status, before.get(node), counter)));
        }
    }

    private static boolean isCounted(final NodeStatus is, final NodeStatus was, final String counter) {
        return is.counter(counter) > was.counter(counter);
    }

    /** Until the kernel drops something at every socket of all three, and the nodes count that. */
    private static void flood(final ProcessGroup group, final Stranger stranger, final Map<String, NodeStatus> before)
            throws IOException {
        final Map<Integer, Long> dropsBefore = drops();
        List<String> unmoved = List.of("not begun");
        for (int round = 0; round < MOST_ROUNDS && !unmoved.isEmpty(); round++) {
            for (final Stranger.Lie lie : Stranger.Lie.values()) {
                stranger.tell(lie, LIES_PER_PORT);
            }
            stranger.call(group.port("a"), CALLS);
            unmoved = unmoved(group, before, dropsBefore);
        }
        assertEquals(List.of(), unmoved, () -> "where the kernel dropped nothing\n" + group.logs());
        assertTrue(stranger.sentCount() > (long) LIES_PER_PORT * ports(group).size(), "it was a flood");
    }

    /** Ports and nodes' counters at which nothing was dropped yet. */
    private static List<String> unmoved(
            final ProcessGroup group, final Map<String, NodeStatus> before, final Map<Integer, Long> dropsBefore)
            throws IOException {
        final List<String> all = new ArrayList<>();
        final Map<Integer, Long> now = drops();
        for (final int port : ports(group)) {
            if (now.containsKey(port) && now.get(port) <= dropsBefore.getOrDefault(port, 0L)) {
                all.add("port " + port);
            }
        }
        for (final String node : List.of("a", "b")) {
            final NodeStatus is = group.status(node);
            for (final String counter : List.of("datagrams.kernelDrops", "group.kernelDrops")) {
                if (!isCounted(is, before.get(node), counter)) {
                    all.add(node + ": " + counter);
                }
            }
        }
        return all;
    }

    /** Datagrams that the kernel has dropped at each UDP port of this machine (proc_net_udp(5)). */
    private static Map<Integer, Long> drops() throws IOException {
        final Map<Integer, Long> drops = new HashMap<>();
        for (final String line : Files.readAllLines(Path.of("/proc/net/udp"))) {
            final String[] words = line.strip().split("\\s+");
            if (words[PROC_PORT].contains(":")) {
                final String port = words[PROC_PORT].substring(words[PROC_PORT].indexOf(':') + 1);
                drops.merge(Integer.parseInt(port, 16), Long.parseLong(words[PROC_DROPS]), Long::sum);
            }
        }
        return drops;
    }

    /** Whoever had been made to look silent or other than he is would be suspected by then. */
    private static void awaitALifetime(final ProcessGroup group) throws Exception {
        for (final String node : List.of("a", "b")) {
            final long reports = group.status(node).counter("attestations.reports");
            group.await(node, status -> status.counter("attestations.reports") >= reports + REPORTS);
        }
    }

    /** What is not as it was. */
    private static List<String> disturbances(final ProcessGroup group, final Map<String, NodeStatus> before)
            throws IOException {
        final List<String> all = new ArrayList<>();
        for (final Map.Entry<String, NodeStatus> each : before.entrySet()) {
            final NodeStatus was = each.getValue();
            final NodeStatus is = group.status(each.getKey());
            if (is.view() != was.view()
                    || !is.role().equals(was.role())
                    || !is.isProtected()
                    || !is.incarnation().equals(was.incarnation())) {
                all.add(each.getKey() + " was " + was.role() + " of view " + was.view() + ", is " + is.role()
                        + " of view " + is.view() + ", " + is.protection());
            }
        }
        return all;
    }

    /** The registers of all three still take what is right: the last view is decided by one of the pair and the witness. */
    private static void stillObeys(final ProcessGroup group) throws Exception {
        ProcessGroup.run(0, "switchover", "-c", group.file("a"), "--reason", "after the flood");
        group.awaitProtected("b", "a");
        group.kill("a");
        group.await("b", status -> status.isMaster() && status.protection().equals("solo"));
    }
}
