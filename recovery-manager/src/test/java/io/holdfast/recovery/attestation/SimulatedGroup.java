package io.holdfast.recovery.attestation;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.group.AttestedSuspicions;
import io.holdfast.recovery.view.FailureJudge;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.View;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Master m, replica r and witness w with simulated time, links, work and failures; all that is random comes from a
 * seed.
 */
final class SimulatedGroup {
    static final String GROUP = "pair";
    static final List<String> MEMBERS = List.of("m", "r", "w");
    static final AttestationSettings SETTINGS = AttestationSettings.defaults();

    private static final int SKEW_MS = 1000;
    private static final WorkLimits SELF_LIMITS = new WorkLimits(60, 60, 60, 60, SKEW_MS);
    private static final View PROTECTED = View.protectedBy(2, new MemberId(0, 1), new MemberId(1, 1));
    private static final long STEP_NS = 1_000_000;
    private static final long LIMIT_NS = 60_000_000;
    private static final long EPOCH_NS = 1_800_000_000_000_000_000L;
    private static final int MAX_DELAY_STEPS = 3;
    static final GroupKeys KEYS = GroupKeys.of(GroupKeyRing.of(new GroupKey(new byte[GroupKey.LENGTH_BYTES])));

    private final Random random;
    private final double loss;
    private final Function<GroupParts, AttestationGroups> maker;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private Consumer<Flight> tap = flight -> {};
    private long nowNs = 1_000_000_000L;
    private long flightNumber;
    private long incarnations;

    /** A message on its way. */
    record Flight(long arrivesNs, long number, String from, String to, byte[] message) implements Comparable<Flight> {
        @Override
        public int compareTo(final Flight other) {
            final int byTime = Long.compare(arrivesNs, other.arrivesNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** A node of the group, and what is wrong with it. */
    final class Node implements AttestationNetwork, WorkProbe {
        final String name;
        AttestationGroups groups;
        boolean dead;
        boolean hung;
        boolean workerStuck;
        int portsDown;
        boolean leaving;
        long clockOffsetNs;
        private ClockWatch clock;
        private CorrectnessTest ownTest;
        private Finding own;
        private final List<Flight> arrived = new ArrayList<>();
        private long turns;

        Node(final String name) {
            this.name = name;
            start();
        }

        void start() {
            dead = false;
            arrived.clear();
            clock = new ClockWatch(() -> nowNs, () -> EPOCH_NS + nowNs + clockOffsetNs, SKEW_MS);
            ownTest = SELF_LIMITS.ofSelf();
            own = Finding.WORKS;
            groups = maker.apply(new GroupParts(
                    name,
                    ++incarnations,
                    newKeyPair(),
                    SETTINGS,
                    KEYS,
                    MemberKeys.NONE,
                    this,
                    this,
                    () -> nowNs,
                    () -> EPOCH_NS + nowNs + clockOffsetNs));
            groups.join(GROUP);
        }

        private void turn() {
            if (!dead && !hung) {
                turns++;
                groups.doWork();
                own = ownTest.test(report(), nowNs, EPOCH_NS + nowNs + clockOffsetNs);
                if (groups.groups().contains(GROUP)) {
                    attestAll();
                }
            }
        }

        private final Set<AttestationGroups> attesting = new HashSet<>();

        private void attestAll() {
            if (attesting.add(groups)) {
                MEMBERS.stream()
                        .filter(member -> !member.equals(name))
                        .forEach(member -> groups.startAttest(GROUP, member, SimulatedGroup::tests));
            }
        }

        AttestationGraph graph() {
            return groups.graph(GROUP);
        }

        /** What m, the master, or r, the replica, is to do. */
        FailureJudge.Action judges() {
            if (!groups.groups().contains(GROUP)) {
                return FailureJudge.Action.NOTHING;
            }
            final int self = MEMBERS.indexOf(name);
            final AttestedSuspicions suspicions = new AttestedSuspicions(self);
            suspicions.hear(Word.of(graph(), MEMBERS, self, own, nowNs), 0);
            return new FailureJudge(MEMBERS.size())
                    .judge(PROTECTED, new MemberId(self, 1), suspicions, member -> false)
                    .action();
        }

        @Override
        public WorkReport report() {
            final long work = workerStuck ? 0 : turns;
            return new WorkReport(
                    0, 0, new long[] {work}, work, false, work, work, work, portsDown, 0, 0, clock.isSteady(), leaving);
        }

        @Override
        public void send(final String member, final byte[] message) {
            if (random.nextDouble() >= loss) {
                fly(member, message);
            }
            if (random.nextInt(50) == 0) {
                fly(member, message);
            }
        }

        private void fly(final String member, final byte[] message) {
            final long arrivesNs = nowNs + (1 + random.nextInt(MAX_DELAY_STEPS)) * STEP_NS;
            final Flight flight = new Flight(arrivesNs, flightNumber++, name, member, message);
            tap.accept(flight);
            flights.add(flight);
        }

        @Override
        public void poll(final Receiver receiver, final int limit) {
            for (int i = 0; i < limit && !arrived.isEmpty(); i++) {
                final Flight flight = arrived.removeFirst();
                receiver.onMessage(flight.from(), flight.message());
            }
        }
    }

    SimulatedGroup(final long seed, final double loss) {
        this(seed, loss, SimulatedGroup::groups);
    }

    SimulatedGroup(final long seed, final double loss, final Function<GroupParts, AttestationGroups> maker) {
        random = new Random(seed);
        this.loss = loss;
        this.maker = maker;
        MEMBERS.forEach(name -> nodes.put(name, new Node(name)));
        node("m").groups.create(GROUP, MEMBERS);
    }

    Node node(final String name) {
        return nodes.get(name);
    }

    /** From now on, nothing goes from one to the other. */
    void cut(final String from, final String to) {
        cut.add(from + to);
    }

    void cutBoth(final String one, final String other) {
        cut(one, other);
        cut(other, one);
    }

    void heal() {
        cut.clear();
    }

    /** Sees every message that is sent. */
    void tap(final Consumer<Flight> listener) {
        tap = listener;
    }

    /** Puts a message before a node, whoever it is from. */
    void inject(final String from, final String to, final byte[] message) {
        node(to).arrived.add(new Flight(nowNs, 0, from, to, message));
    }

    void run(final int milliseconds) {
        run(milliseconds, () -> {});
    }

    /** Time passes; after each millisecond something is looked at. */
    void run(final int milliseconds, final Runnable each) {
        for (int i = 0; i < milliseconds; i++) {
            nowNs += STEP_NS;
            while (!flights.isEmpty() && flights.peek().arrivesNs() <= nowNs) {
                final Flight flight = flights.remove();
                final Node to = node(flight.to());
                if (!cut.contains(flight.from() + flight.to()) && !to.dead) {
                    to.arrived.add(flight);
                }
            }
            nodes.values().forEach(Node::turn);
            each.run();
        }
    }

    /** A node's part, with signatures that are fast. */
    static AttestationGroups groups(final GroupParts parts) {
        return new AttestationGroups(parts, SimulatedSignatures.INSTANCE);
    }

    static CorrectnessTest tests() {
        return CorrectnessTest.all(
                WorkTests.workersTurn(LIMIT_NS),
                WorkTests.takesPart(),
                WorkTests.logAdvances(LIMIT_NS),
                WorkTests.acknowledgementsAdvance(LIMIT_NS),
                WorkTests.replayAdvances(LIMIT_NS),
                WorkTests.portsHaveLink(LIMIT_NS),
                WorkTests.neighboursAnswer(LIMIT_NS),
                WorkTests.diskAnswers(LIMIT_NS),
                WorkTests.clockIsSane(SETTINGS.skewNs()));
    }

    static KeyPair newKeyPair() {
        return SimulatedSignatures.INSTANCE.register(SignatureScheme.ED25519.newKeyPair());
    }
}
