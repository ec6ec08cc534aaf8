package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Lab;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.TrafficSettings;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills in a row, in one lab and under the same traffic: a pair is started, traffic runs; then for each kill a node is
 * killed, started again, and awaited until it protects the other one; at last everything is closed in order. So
 * flows that were open at one kill live through the next ones on what the snapshots carried over.
 *
 * <p>Single-threaded; each step waits with a deadline.
 */
final class DrillLeg {
    private static final long POLL_MS = 50;
    private static final long JOIN_POLL_MS = 10;
    private static final long NODES_TIMEOUT_MS = 60_000;
    /** From a kill to the restart: a process that starts takes processors from the failover that is measured. */
    private static final long RESTART_DELAY_MS = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Lab lab;
    private final DrillSettings settings;
    private final Progress progress;
    private final PairOfNodes nodes;
    private final List<Kill> kills = new ArrayList<>();
    private final List<Long> beginsNs = new ArrayList<>();
    private LegTraffic traffic;

    DrillLeg(final Lab lab, final DrillSettings settings, final Progress progress) {
        this.lab = lab;
        this.settings = settings;
        this.progress = progress;
        nodes = new PairOfNodes(lab);
    }

    /**
     * Runs rounds in a lab that has been built.
     *
     * @param count of them
     * @param results to which theirs are added
     * @throws LabException if the lab or the nodes do not work; the rounds before are in the results, if possible
     */
    void run(final int count, final List<RoundResult> results) {
        final int first = results.size() + 1;
        progress.phase("starting the nodes");
        nodes.startAll();
        awaitPair(POLL_MS);
        final TrafficSettings mix = settings.traffic();
        try (Traffic running = lab.startTraffic(mix)) {
            traffic = new LegTraffic(running, mix, progress);
            traffic.awaitConnections();
            LabException failure = null;
            try {
                for (int i = 0; i < count; i++) {
                    progress.round(first + i, settings.failovers());
                    killAndRejoin(settings.victim(first + i));
                }
            } catch (final LabException e) {
                failure = e;
            }
            count(first, results, failure);
        }
    }

    /** Stops the traffic and judges what it saw; a failure from before is what counts. */
    private void count(final int first, final List<RoundResult> results, final LabException failure) {
        try {
            if (!kills.isEmpty() || failure == null) {
                judge(first, traffic.finish(), results);
            }
        } catch (final LabException e) {
            if (failure == null) {
                throw e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void judge(final int first, final Traffic.Reports reports, final List<RoundResult> results) {
        for (int i = 0; i < kills.size(); i++) {
            final boolean isLast = i == kills.size() - 1;
            final long beginNs = i == 0 ? Window.WHOLE.beginNs() : beginsNs.get(i);
            final long endNs = isLast ? Window.WHOLE.endNs() : beginsNs.get(i + 1);
            results.add(RoundAnalysis.of(first + i, kills.get(i), new Window(beginNs, endNs, isLast), reports));
        }
    }

    private void killAndRejoin(final Victim victim) {
        final long beginNs = System.nanoTime();
        progress.phase("running");
        traffic.runUntil(beginNs + settings.seconds() * 1_000 * NANOS_PER_MILLI, "kill in ");
        final PairOfNodes.Pair pair = nodes.settled();
        if (pair == null) {
            throw new LabException("the pair was no longer protected when the kill was due: " + nodes.describe()
                    + Environment.loadHint());
        }
        final String name = pair.process(victim).name();
        final long killedNs = pair.process(victim).kill(pair.pid(victim));
        progress.phase(victim.word() + " " + name + " killed, running on");
        traffic.runUntil(killedNs + RESTART_DELAY_MS * NANOS_PER_MILLI, "restart in ");
        progress.phase("node " + name + " started again, joining");
        final long restartedNs = System.nanoTime();
        nodes.start(name);
        awaitPair(JOIN_POLL_MS);
        final long protectedNs = System.nanoTime();
        progress.phase("protected again, running on");
        traffic.runUntil(killedNs + settings.seconds() * 1_000 * NANOS_PER_MILLI, "next in ");
        beginsNs.add(beginNs);
        kills.add(describe(pair, victim, killedNs, (protectedNs - restartedNs) / (double) NANOS_PER_MILLI));
    }

    private Kill describe(
            final PairOfNodes.Pair pair, final Victim victim, final long killedNs, final double protectedMs) {
        final NodeProcess survivor = pair.other(victim);
        final NodeStatus status = nodes.settledStatus(survivor.name());
        final Kill.Rejoin rejoin = status == null
                ? null
                : new Kill.Rejoin(
                        protectedMs,
                        status.counter("joins.lastMs"),
                        status.counter("snapshot.sentBytes"),
                        status.counter("snapshot.pauseUs.max"));
        return new Kill(victim, pair.process(victim).name(), killedNs, status, rejoin);
    }

    private void awaitPair(final long pollMs) {
        final boolean isPair = Deadline.inMs(NODES_TIMEOUT_MS).await(pollMs, () -> {
            if (nodes.find() != null) {
                return true;
            }
            progress.detail(nodes.describe());
            nodes.requireOneMaster();
            return false;
        });
        if (!isPair) {
            throw new LabException("the nodes did not become a protected pair within a minute: " + nodes.describe()
                    + Environment.loadHint());
        }
    }
}
