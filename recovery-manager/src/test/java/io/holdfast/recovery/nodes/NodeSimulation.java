package io.holdfast.recovery.nodes;

import io.holdfast.log.MemberAddress;
import io.holdfast.packet.PortSettings;
import io.holdfast.recovery.FailoverSettings;
import io.holdfast.recovery.IdleMode;
import io.holdfast.recovery.LogSettings;
import io.holdfast.recovery.NodeAgent;
import io.holdfast.recovery.NodeBridge;
import io.holdfast.recovery.NodeSettings;
import io.holdfast.recovery.NodeStatus;
import io.holdfast.recovery.simulation.StateComparison;
import io.holdfast.recovery.simulation.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One run of a pair of whole nodes, of which the seed decides everything: faults come one after the other, at whatever
 * the pair is at; then they stop, and it must become protected again, know all that the world has seen, and come to rest
 * with the same state on both nodes.
 */
final class NodeSimulation {
    /** What came of a run. */
    record Outcome(
            long seed,
            String violation,
            String trace,
            NodePlan plan,
            long turns,
            int takeovers,
            int joins,
            int protections,
            int solos,
            int losses,
            int released,
            int deaths) {}

    private static final List<MemberAddress> MEMBERS =
            List.of(new MemberAddress("a", "127.0.0.1", 40100), new MemberAddress("b", "127.0.0.1", 40110));
    private static final int SUSPICION_MS = 60;
    /** Within such a time a fault's moment comes, or it does not wait for it. */
    private static final long MOMENT_LIMIT_NS = 2_000_000_000L;
    /** Within such a time everything must be well again: nodes that failed to join wait up to 10 s before they ask. */
    private static final long CALM_LIMIT_NS = 90_000_000_000L;

    /** Longest for which the last fault has consequences before everything is put right. */
    private static final long LINGER_NS = 100_000_000;

    private static final long MISTAKE_NS = 300_000_000;
    private static final long CALM_TURN_NS = 1_000_000;
    /** Some pictures of themselves that nodes make: so long nothing must have happened. */
    private static final long REST_NS = 25_000_000;

    private static final long EXPECTED_LIMIT_NS = 3_000_000_000L;

    private static final int NEIGHBOURS_PERCENT = 25;

    private final long seed;
    private final NodeCanary canary;
    private final NodeWorld world;
    private final NodePlan plan;
    private final PairOracle oracle;
    private final FlowTraffic traffic;
    private final NodeBridge.Group group;
    private final NodeLife[] lives = new NodeLife[2];
    private final int[] lifeCount = new int[2];
    private final List<NodeLife> all = new ArrayList<>();
    private NodeLife nextHasOtherGraph;
    private boolean isJoining;
    private boolean becameProtected;
    private boolean isClosing;
    private int deaths;
    private long restartNs;
    private long expectedSinceNs;
    private long restNs;

    private NodeSimulation(final long seed, final NodeCanary canary, final boolean tells) {
        this.seed = seed;
        this.canary = canary;
        world = new NodeWorld(seed, tells);
        plan = NodePlan.of(world.random(), canary, new SplittableRandom(~seed).nextInt(100) < NEIGHBOURS_PERCENT);
        world.tell(() -> "run " + seed + ": " + plan);
        oracle = new PairOracle(this);
        traffic = new FlowTraffic(this);
        group = plan.isDecided() ? new NodeBridge.Group(MEMBERS, world::nowNs, SUSPICION_MS, this::sendInGroup) : null;
    }

    /** Runs a seed. */
    static Outcome run(final long seed, final NodeCanary canary, final boolean tells) {
        final NodeSimulation simulation = new NodeSimulation(seed, canary, tells);
        String violation = null;
        String trace = null;
        try {
            simulation.play();
        } catch (final Violation e) {
            violation = e.getMessage();
        } catch (final RuntimeException | AssertionError e) {
            violation = e.toString();
            final StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            trace = text.toString();
        }
        final String leak = simulation.closeAll(violation != null);
        return simulation.outcome(violation == null ? leak : violation, trace);
    }

    private Outcome outcome(final String violation, final String trace) {
        return new Outcome(
                seed,
                violation,
                trace,
                plan,
                world.steps(),
                oracle.takeovers(),
                oracle.joins(),
                oracle.protections(),
                oracle.solos(),
                oracle.losses(),
                traffic.releasedCount(),
                deaths);
    }

    private void play() {
        start(0, false);
        start(1, false);
        for (final NodePlan.Episode episode : plan.episodes()) {
            awaitMoment(episode.moment());
            turns(episode.turns());
            begin(episode);
        }
        final NodePlan.Episode last = plan.episodes().getLast();
        final long untilNs = world.nowNs() + last.lengthNs() + world.random().nextLong(LINGER_NS);
        while (world.nowNs() < untilNs) {
            turn();
        }
        calmDown();
    }

    private void awaitMoment(final NodePlan.Moment moment) {
        isJoining = false;
        becameProtected = false;
        final long deadlineNs = world.nowNs() + MOMENT_LIMIT_NS;
        final BooleanSupplier hasCome = switch (moment) {
            case ANY -> () -> true;
            case PROTECTED -> () -> master() != null && master().isProtected();
            case JOINING -> () -> isJoining;
            case BECOMES_PROTECTED -> () -> becameProtected;
        };
        while (!hasCome.getAsBoolean() && world.nowNs() < deadlineNs) {
            turn();
        }
    }

    private void turns(final int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    /** Time goes on, messages arrive, and everybody who is awake has a turn, in an order of its own. */
    private void turn() {
        world.advance(1 + world.random().nextLong(world.isCalm() ? CALM_TURN_NS : plan.turnNs()));
        if (!isClosing && world.chance(plan.packetPercent())) {
            traffic.more();
        }
        final int first = world.random().nextInt(2);
        turn(first);
        if (group != null) {
            group.turn();
        }
        turn(1 - first);
        if (traffic.expected().isEmpty()) {
            expectedSinceNs = world.nowNs();
        } else if (world.nowNs() - expectedSinceNs > EXPECTED_LIMIT_NS) {
            throw new Violation(
                    "packets " + traffic.expected() + " of flows that the world has seen did not come through");
        }
    }

    private void turn(final int place) {
        if (lives[place] != null) {
            lives[place].turn();
        }
    }

    private void begin(final NodePlan.Episode episode) {
        traffic.expectNothing();
        final NodeLife master = master();
        final NodeLife present = master == null ? lives[world.random().nextInt(2)] : master;
        final NodeLife other = present.peer();
        world.tell(() -> "FAULT " + episode + ", master is " + master);
        new FaultInjector(this, episode, present, other).begin();
    }

    /** The faults are over. */
    private void calmDown() {
        world.calmDown();
        for (final NodeLife life : lives) {
            life.dieAfter(NodeLife.NEVER);
            life.standUntil(0);
            life.slowTo(100);
            life.transport().blockLogs(0);
            if (plan.isDecided() && !life.isDead()) {
                life.agent().views().drainNode(false);
            }
        }
        if (group != null) {
            group.up(NodeBridge.Group.WITNESS);
        }
        world.tell(() -> "the faults are over");
        final long calmNs = world.nowNs();
        await(calmNs, "protected", this::isWell);
        isClosing = true;
        turns(20);
        traffic.probe(master());
        await(calmNs, "all flows come through", () -> traffic.expected().isEmpty());
        await(calmNs, "at rest", this::isAtRest);
        compareStates();
    }

    /** A timer may have fired on the master alone so far; then they are the same soon after. */
    private void compareStates() {
        final long sinceNs = world.nowNs();
        while (true) {
            try {
                StateComparison.check(
                        NodeBridge.state(master().agent()),
                        NodeBridge.state(master().peer().agent()));
                return;
            } catch (final Violation e) {
                if (world.nowNs() - sinceNs > EXPECTED_LIMIT_NS) {
                    throw e;
                }
                turn();
            }
        }
    }

    private void await(final long sinceNs, final String what, final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            turn();
            if (world.nowNs() - sinceNs > CALM_LIMIT_NS) {
                throw new Violation(
                        "not " + what + " " + CALM_LIMIT_NS / 1_000_000_000L + " s after the last fault: " + states());
            }
        }
    }

    private String states() {
        final StringBuilder text = new StringBuilder();
        for (final NodeLife life : lives) {
            text.append(life).append(' ');
            if (life.isDead()) {
                text.append("is dead; ");
            } else {
                final NodeStatus status = life.status();
                text.append(status.role())
                        .append(' ')
                        .append(status.protection())
                        .append(", view ");
                text.append(status.view())
                        .append(", ")
                        .append(status.peerState())
                        .append(", ");
                text.append(status.workers()).append("; ");
            }
        }
        return text.toString();
    }

    private boolean isWell() {
        final NodeLife master = master();
        return master != null
                && master.isProtected()
                && !master.peer().isDead()
                && master.status().isProtected()
                && master.peer().status().isReplica()
                && master.peer().status().isProtected()
                && traffic.flowCount() > 0;
    }

    private boolean isAtRest() {
        if (!isWell() || !isDrained()) {
            restNs = world.nowNs();
        }
        return world.nowNs() - Math.max(restNs, traffic.lastNs()) > REST_NS;
    }

    private boolean isDrained() {
        final List<NodeStatus.WorkerStatus> masters = master().status().workers();
        final List<NodeStatus.WorkerStatus> replicas = master().peer().status().workers();
        for (int i = 0; i < masters.size(); i++) {
            final NodeStatus.WorkerStatus worker = masters.get(i);
            if (worker.logged() != worker.stable()
                    || worker.heldPackets() > 0
                    || worker.logged() != replicas.get(i).replayed()) {
                return false;
            }
        }
        return true;
    }

    /** A process of a node starts. */
    void start(final int place, final boolean hasOtherGraph) {
        lifeCount[place]++;
        new NodeLife(this, place, hasOtherGraph);
    }

    /** A process begins to exist. */
    void enters(final NodeLife life) {
        lives[life.place()] = life;
        all.add(life);
        world.tell(() -> life + " starts");
    }

    /** A process has died; the machine starts another one after a while. */
    void died(final NodeLife life) {
        deaths++;
        oracle.died(life);
        traffic.expectNothing();
        if (group != null) {
            group.down(life.place());
        }
        final boolean hadOtherGraph = life == nextHasOtherGraph;
        world.later(restartNs, () -> {
            life.close();
            start(life.place(), hadOtherGraph);
            if (hadOtherGraph) {
                // Somebody notices.
                world.later(restartNs + MISTAKE_NS, lives[life.place()]::die);
            }
        });
    }

    /** The process that comes after this one has another graph, by mistake. */
    void nextHasOtherGraph(final NodeLife life) {
        nextHasOtherGraph = life;
    }

    /** Processes that die are started again after so long. */
    void restartAfter(final long delayNs) {
        restartNs = delayNs;
    }

    void heard(final NodeLife life, final String line) {
        isJoining |= line.contains("joins, log epoch");
        becameProtected |= line.contains("PROTECTED, replica");
    }

    private void sendInGroup(final int from, final int to, final Runnable delivery) {
        final int trouble = plan.groupTroublePercent();
        if (from != to && (world.isCut(from, to) || world.chance(trouble))) {
            return;
        }
        final long mostNs = plan.shape().delayNs();
        world.later(1 + world.random().nextLong(mostNs), delivery);
        if (from != to && world.chance(trouble)) {
            world.later(1 + world.random().nextLong(4 * mostNs), delivery);
        }
    }

    private String closeAll(final boolean isBroken) {
        String fault = null;
        for (final NodeLife life : all) {
            try {
                life.close();
            } catch (final RuntimeException | AssertionError e) {
                fault = isBroken ? null : e.toString();
            }
        }
        return fault;
    }

    NodeSettings settings(final int place) {
        final String name = MEMBERS.get(place).name();
        final NodeSettings settings = new NodeSettings(
                name,
                MEMBERS,
                List.of(
                        new PortSettings(LifeNic.NAMES[0], "simulated"),
                        new PortSettings(LifeNic.NAMES[1], "simulated")),
                plan.workers(),
                List.of(),
                Path.of("nat.click"),
                Map.of(),
                Path.of("."),
                new LogSettings(
                        plan.records(), false, 64 << 10, 64 << 10, 512, 2048, Optional.empty(), plan.replayDelayMs()),
                new FailoverSettings(5, 50, 60, 5_000, 60_000),
                512,
                IdleMode.PARK);
        return group == null ? settings : settings.decidedBy(group.settings());
    }

    /** What a process works with whose views are decided; null if they are not. */
    NodeAgent.GroupParts group(final int place) {
        if (group == null) {
            return null;
        }
        final NodeAgent.GroupParts parts = group.parts(place);
        if (!has(NodeCanary.KEEPS_ITS_INCARNATION)) {
            return parts;
        }
        final long[] number = {0};
        return new NodeAgent.GroupParts(
                parts.network(), () -> ++number[0], parts.random(), parts.attestations(), parts.threads());
    }

    /** The node that forwards, as far as nodes say; null if there is none. */
    NodeLife master() {
        for (final NodeLife life : lives) {
            if (!life.isDead() && life.isMaster()) {
                return life;
            }
        }
        return null;
    }

    NodeLife life(final int place) {
        return lives[place];
    }

    String name(final NodeLife life) {
        return MEMBERS.get(life.place()).name()
                + all.stream()
                        .limit(all.indexOf(life) + 1L)
                        .filter(one -> one.place() == life.place())
                        .count();
    }

    NodeWorld world() {
        return world;
    }

    NodePlan plan() {
        return plan;
    }

    PairOracle oracle() {
        return oracle;
    }

    FlowTraffic traffic() {
        return traffic;
    }

    NodeBridge.Group group() {
        return group;
    }

    NodeCanary canary() {
        return canary;
    }

    boolean has(final NodeCanary one) {
        return canary == one;
    }
}
