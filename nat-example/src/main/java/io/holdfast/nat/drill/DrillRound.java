package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Lab;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.NodeStatus;
import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.TrafficProgress;
import io.holdfast.nat.traffic.TrafficSettings;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One failover: a pair is started, traffic runs, the master is killed, traffic runs on, and everything is closed in
 * order.
 *
 * <p>Single-threaded; each step waits with a deadline.
 */
final class DrillRound {
    private static final long POLL_MS = 50;
    private static final long NODES_TIMEOUT_MS = 60_000;
    private static final long CONNECTIONS_TIMEOUT_MS = 20_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int round;
    private final Lab lab;
    private final DrillSettings settings;
    private final Progress progress;

    DrillRound(final int round, final Lab lab, final DrillSettings settings, final Progress progress) {
        this.round = round;
        this.lab = lab;
        this.settings = settings;
        this.progress = progress;
    }

    /** A master, and the replica that protects it. */
    private record Pair(NodeProcess master, NodeStatus masterStatus, NodeProcess replica) {}

    /**
     * Runs the round in a lab that has been built.
     *
     * @throws LabException if the lab or the nodes do not work
     */
    RoundResult run() {
        progress.phase("starting the nodes");
        final List<NodeProcess> nodes =
                Lab.NODE_NAMES.stream().map(lab::startNode).toList();
        awaitPair(nodes);
        progress.phase("opening connections");
        final TrafficSettings mix = settings.traffic();
        try (Traffic traffic = lab.startTraffic(mix)) {
            awaitConnections(traffic, mix);
            progress.phase("running");
            runFor(settings.seconds(), traffic, "kill in ");
            final Kill kill = kill(nodes, traffic);
            progress.phase("closing connections");
            traffic.beginStop();
            awaitStop(traffic, mix);
            progress.phase("counting");
            return RoundAnalysis.of(round, kill, traffic.reports());
        }
    }

    private Kill kill(final List<NodeProcess> nodes, final Traffic traffic) {
        final Pair pair = findPair(nodes);
        if (pair == null) {
            throw new LabException("the pair was no longer protected when the kill was due: "
                    + describe(nodes.stream().map(NodeProcess::status).toList()) + Environment.loadHint());
        }
        final long killedNs = pair.master().kill(pair.masterStatus().pid());
        progress.phase("killed the master, node " + pair.master().name() + "; running on");
        runFor(settings.seconds(), traffic, "stop in ");
        return new Kill(pair.master().name(), killedNs, pair.replica().status());
    }

    private void awaitPair(final List<NodeProcess> nodes) {
        final long deadlineNs = deadline(NODES_TIMEOUT_MS);
        while (findPair(nodes) == null) {
            final List<NodeStatus> states =
                    nodes.stream().map(NodeProcess::status).toList();
            progress.detail(describe(states));
            if (states.stream().allMatch(status -> status != null && status.isMaster())) {
                throw new LabException("the nodes lost sight of each other while they started, and are both master"
                        + Environment.loadHint());
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new LabException("the nodes did not become a protected pair within a minute: " + describe(states)
                        + Environment.loadHint());
            }
            sleep();
        }
    }

    private static String describe(final List<NodeStatus> states) {
        return states.stream()
                .map(status ->
                        status == null ? "silent" : status.node() + " " + status.role() + "/" + status.protection())
                .collect(Collectors.joining(", "));
    }

    /** @return null if there is no protected pair at the moment */
    private static Pair findPair(final List<NodeProcess> nodes) {
        NodeProcess master = null;
        NodeStatus masterStatus = null;
        NodeProcess replica = null;
        for (final NodeProcess node : nodes) {
            final NodeStatus status = node.status();
            if (status != null && status.isMaster() && status.isProtected()) {
                master = node;
                masterStatus = status;
            } else if (status != null && status.isReplica()) {
                replica = node;
            }
        }
        return master == null || replica == null ? null : new Pair(master, masterStatus, replica);
    }

    private void awaitConnections(final Traffic traffic, final TrafficSettings mix) {
        final long deadlineNs = deadline(CONNECTIONS_TIMEOUT_MS);
        while (traffic.progress().established() < mix.longLived()) {
            final TrafficProgress now = traffic.progress();
            progress.detail(now.established() + " of " + mix.longLived());
            if (System.nanoTime() - deadlineNs > 0 || now.broken() > 0) {
                throw new LabException("the connections could not be opened: " + now.established() + " of "
                        + mix.longLived() + " are open, " + now.broken() + " flows broke");
            }
            sleep();
        }
    }

    private void runFor(final int seconds, final Traffic traffic, final String until) {
        final long deadlineNs = deadline(seconds * 1_000L);
        for (long leftNs = deadlineNs - System.nanoTime(); leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            final TrafficProgress now = traffic.progress();
            progress.detail(String.format(
                    "%s%.1f s; %d flows open, %,d messages verified, %d broken",
                    until, leftNs / 1e9, now.open(), now.messages(), now.broken()));
            sleep();
        }
    }

    private static void awaitStop(final Traffic traffic, final TrafficSettings mix) {
        final long deadlineNs = deadline(2L * mix.stallLimitMs() + 10_000);
        while (!traffic.isStopped()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new LabException("the client did not close its connections in time");
            }
            sleep();
        }
    }

    private static long deadline(final long lengthMs) {
        return System.nanoTime() + lengthMs * NANOS_PER_MILLI;
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
