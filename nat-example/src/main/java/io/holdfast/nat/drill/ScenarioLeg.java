package io.holdfast.nat.drill;

import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.NamespaceLab;
import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.TrafficSettings;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * One scenario, some times in a row, in one lab and under the same traffic: the fault strikes a protected pair; its
 * outcome is awaited, and watched for a while; the fault is repaired; the pair must protect its flows again.
 *
 * <p>Single-threaded, but for the watch of the ports; each step waits with a deadline.
 */
final class ScenarioLeg {
    private static final long START_POLL_MS = 50;
    private static final long OUTCOME_POLL_MS = 2;
    private static final long WATCH_POLL_MS = 100;
    private static final long NODES_TIMEOUT_MS = 60_000;
    private static final long OUTCOME_TIMEOUT_MS = 15_000;
    /** For which the fault stays after its outcome: whoever releases what he must not, has time to. */
    private static final long FAULT_STAYS_MS = 1_000;

    /**
     * Flows must live through the start of two processes, and a second one, on a machine that has no time to spare. TCP
     * doubles its patience with each loss; a new connection asks for the last time after 131 s, and gives up 64 s later. So
     * TCP decides whether a flow is broken.
     */
    private static final int RESTART_STALL_MS = 200_000;

    private static final double NANOS_PER_MILLI = 1e6;

    private final NamespaceLab lab;
    private final Scenario scenario;
    private final DrillSettings settings;
    private final long quietMs;
    private final Progress progress;
    private final PairOfNodes nodes;
    private final List<Strike> strikes = new ArrayList<>();
    private LegTraffic traffic;

    /** @param quietMs for which nothing happens, in a soak */
    ScenarioLeg(
            final NamespaceLab lab,
            final Scenario scenario,
            final DrillSettings settings,
            final long quietMs,
            final Progress progress) {
        this.lab = lab;
        this.scenario = scenario;
        this.settings = settings;
        this.quietMs = quietMs;
        this.progress = progress;
        nodes = new PairOfNodes(lab, true);
    }

    /** Runs rounds in a lab that has been built, and adds their results; problems of the lab or the nodes are thrown. */
    void run(final int count, final List<ScenarioRound> results) {
        progress.phase(scenario.word() + ": starting the nodes");
        nodes.startAll();
        if (!awaitPair(START_POLL_MS, new ArrayList<>())) {
            throw new LabException("the nodes did not become a protected pair: " + nodes.describe());
        }
        final TrafficSettings usual = settings.traffic();
        final TrafficSettings mix = scenario.keepsLog() ? usual.withStallLimitMs(RESTART_STALL_MS) : usual;
        try (Traffic running = lab.startTraffic(mix)) {
            traffic = new LegTraffic(running, mix, progress);
            traffic.awaitConnections();
            LabException failure = null;
            try {
                for (int i = 0; i < count && !isStuck(); i++) {
                    progress.round(i + 1, count);
                    strikes.add(strike());
                }
            } catch (final LabException e) {
                failure = e;
            }
            judge(traffic.finish(), results);
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void judge(final Traffic.Reports reports, final List<ScenarioRound> results) {
        for (int i = 0; i < strikes.size(); i++) {
            final boolean isLast = i == strikes.size() - 1;
            final long beginNs = i == 0 ? Window.WHOLE.beginNs() : strikes.get(i).beginNs;
            final long endNs = isLast ? Window.WHOLE.endNs() : strikes.get(i + 1).beginNs;
            results.add(strikes.get(i).judge(results.size() + 1, new Window(beginNs, endNs, isLast), reports));
        }
    }

    /** Whether there is no pair that a further fault could strike. */
    private boolean isStuck() {
        return !strikes.isEmpty() && strikes.getLast().protectedNs == 0;
    }

    private Strike strike() {
        final Strike strike = new Strike(scenario);
        progress.phase(scenario.word() + ": running");
        traffic.runUntil(strike.beginNs + settings.seconds() * 1_000_000_000L, "fault in ");
        final PairOfNodes.Pair pair = nodes.settled();
        if (pair == null) {
            throw new LabException("the pair was no longer protected when the fault was due: " + nodes.describe()
                    + Environment.loadHint());
        }
        final String master = pair.master().name();
        final String replica = pair.replica().name();
        try (ReleaseWatch watch =
                new ReleaseWatch(() -> lab.transmittedFrames(master), () -> lab.transmittedFrames(replica))) {
            progress.phase(scenario.word() + ": " + scenario.words());
            final Fault fault = Fault.of(scenario, lab, nodes, pair);
            strike.strikes(pair, fault.strike());
            awaitOutcome(strike);
            watchFor(scenario == Scenario.SOAK ? quietMs : FAULT_STAYS_MS, strike);
            progress.phase(scenario.word() + ": repaired, awaiting the pair");
            strike.repairs();
            fault.repair();
            if (awaitPair(OUTCOME_POLL_MS, strike.problems)) {
                strike.protectedNs = System.nanoTime();
            } else {
                strike.problems.add("no protected pair again within a minute: " + nodes.describe());
            }
            traffic.runUntil(strike.struckNs + settings.seconds() * 1_000_000_000L, "next in ");
            strike.ends(nodes.livingStatuses(), watch.end());
        }
        return strike;
    }

    private void awaitOutcome(final Strike strike) {
        final boolean came = Deadline.inMs(OUTCOME_TIMEOUT_MS).await(OUTCOME_POLL_MS, () -> hasCome(strike));
        if (came) {
            strike.noticedNs = System.nanoTime();
        } else {
            strike.problems.add(
                    scenario.outcome() == Scenario.Outcome.TAKE_OVER
                            ? "node " + strike.otherName() + " did not take over: " + nodes.describe()
                            : "node " + strike.masterName() + " did not notice that nobody protects it: "
                                    + nodes.describe());
        }
    }

    private boolean hasCome(final Strike strike) {
        return switch (scenario.outcome()) {
            case TAKE_OVER -> {
                final NodeStatus status = nodes.status(strike.otherName());
                yield status != null && status.isMaster();
            }
            case GOES_SOLO -> {
                final NodeStatus status = nodes.status(strike.masterName());
                final boolean isAlone = status != null && status.isMaster() && !status.isProtected();
                if (isAlone) {
                    strike.seesAlone(status);
                }
                yield isAlone;
            }
            case STAYS, STARTS_AGAIN -> true;
        };
    }

    /** Looks who is master; in a soak, whether anything changes at all. */
    private void watchFor(final long lengthMs, final Strike strike) {
        Deadline.inMs(lengthMs).await(WATCH_POLL_MS, () -> {
            final List<NodeStatus> states = nodes.livingStatuses();
            strike.looks(states);
            if (scenario == Scenario.SOAK) {
                progress.detail(nodes.describe());
                states.forEach(strike::mustBeInFirstView);
                return !strike.problems.isEmpty();
            }
            return false;
        });
    }

    /** A node that ended, as a deposed one may, is started again, as a service manager would. */
    private boolean awaitPair(final long pollMs, final List<String> problems) {
        return Deadline.inMs(NODES_TIMEOUT_MS).await(pollMs, () -> {
            for (final String name : nodes.ended()) {
                progress.say("node " + name + " has ended, and is started again");
                nodes.start(name);
            }
            if (nodes.areAllMaster() && !problems.contains(Strike.BOTH_MASTER)) {
                problems.add(Strike.BOTH_MASTER);
            }
            progress.detail(nodes.describe());
            return nodes.find() != null;
        });
    }

    static double msBetween(final long beginNs, final long endNs) {
        return (endNs - beginNs) / NANOS_PER_MILLI;
    }
}
