package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Lab;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The two nodes of a lab, each in the process that was started for it last. Who is what, the nodes are asked. */
final class PairOfNodes {
    private static final long SETTLE_MS = 2_000;
    private static final long SETTLE_POLL_MS = 5;

    private final Lab lab;
    private final boolean mayEnd;
    private final Map<String, NodeProcess> nodes = new ConcurrentSkipListMap<>();

    /** A pair of which no node ends but by the drill. */
    PairOfNodes(final Lab lab) {
        this(lab, false);
    }

    /** @param mayEnd whether a node whose process has ended is only silent, and not a failure of the lab */
    PairOfNodes(final Lab lab, final boolean mayEnd) {
        this.lab = lab;
        this.mayEnd = mayEnd;
    }

    /** A master, and the replica that protects it. */
    record Pair(NodeProcess master, NodeStatus masterStatus, NodeProcess replica, NodeStatus replicaStatus) {
        NodeProcess process(final Victim victim) {
            return victim == Victim.MASTER ? master : replica;
        }

        NodeProcess other(final Victim victim) {
            return victim == Victim.MASTER ? replica : master;
        }

        /** As the node itself has named it. */
        long pid(final Victim victim) {
            return victim == Victim.MASTER ? masterStatus.pid() : replicaStatus.pid();
        }
    }

    void startAll() {
        Lab.NODE_NAMES.forEach(this::start);
    }

    /** Starts a node, for the first time or again. */
    void start(final String name) {
        nodes.put(name, lab.startNode(name));
    }

    private List<NodeStatus> states() {
        final List<NodeStatus> states = new ArrayList<>();
        nodes.values().forEach(node -> states.add(ask(node)));
        return states;
    }

    /** Of those whose process runs, and who answer. */
    List<NodeStatus> livingStatuses() {
        return nodes.values().stream()
                .filter(NodeProcess::isAlive)
                .map(this::ask)
                .filter(Objects::nonNull)
                .toList();
    }

    /** @return null if the node does not answer */
    NodeStatus status(final String name) {
        return ask(nodes.get(name));
    }

    private NodeStatus ask(final NodeProcess node) {
        try {
            return node.status();
        } catch (final LabException e) {
            if (mayEnd) {
                return null;
            }
            throw e;
        }
    }

    /** Names of those whose process has ended. */
    List<String> ended() {
        return nodes.values().stream()
                .filter(node -> !node.isAlive())
                .map(NodeProcess::name)
                .toList();
    }

    /** Whether it is master, and not only waiting to be one: that one lets no packet through. */
    static boolean forwards(final NodeStatus status) {
        return status.isMaster() && !"none".equals(status.protection());
    }

    boolean areAllMaster() {
        final List<NodeStatus> living = livingStatuses();
        return living.size() == nodes.size() && living.stream().allMatch(PairOfNodes::forwards);
    }

    /** What the nodes say of themselves, in words. */
    String describe() {
        return states().stream()
                .map(status ->
                        status == null ? "silent" : status.node() + " " + status.role() + "/" + status.protection())
                .collect(Collectors.joining(", "));
    }

    /**
     * Fails where waiting is of no use any more.
     *
     * @throws LabException if both nodes forward
     */
    void requireOneMaster() {
        if (states().stream().allMatch(status -> status != null && forwards(status))) {
            throw new LabException("the nodes lost sight of each other, and are both master" + Environment.loadHint());
        }
    }

    /**
     * The same, but waits for a moment: on a busy machine a lease may end for so long.
     *
     * @return null if there is no protected pair all the time
     */
    Pair settled() {
        final Pair[] found = {null};
        Deadline.inMs(SETTLE_MS).await(SETTLE_POLL_MS, () -> {
            found[0] = find();
            return found[0] != null;
        });
        return found[0];
    }

    /** A node's word of itself, when it knows whether it is master; null if it does not answer. */
    NodeStatus settledStatus(final String name) {
        final NodeStatus[] last = {null};
        Deadline.inMs(SETTLE_MS).await(SETTLE_POLL_MS, () -> {
            last[0] = status(name);
            return last[0] != null && !last[0].isFenced();
        });
        return last[0];
    }

    /** @return null if there is no protected pair at the moment */
    Pair find() {
        NodeProcess master = null;
        NodeStatus masterStatus = null;
        NodeProcess replica = null;
        NodeStatus replicaStatus = null;
        for (final NodeProcess node : nodes.values()) {
            final NodeStatus status = ask(node);
            if (status != null && status.isMaster() && status.isProtected()) {
                master = node;
                masterStatus = status;
            } else if (status != null && status.isReplica()) {
                replica = node;
                replicaStatus = status;
            }
        }
        return master == null || replica == null ? null : new Pair(master, masterStatus, replica, replicaStatus);
    }
}
