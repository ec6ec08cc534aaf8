package io.holdfast.recovery.nodes;

import io.holdfast.recovery.NodeBridge;
import io.holdfast.recovery.NodeFailure;
import io.holdfast.recovery.simulation.Violation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hears what nodes say of themselves, and sees what leaves them: who may become master, with which state, and who may let
 * go of anything.
 */
final class PairOracle {
    /** Ends of a process that are as they should be. */
    private static final List<String> GOOD_ENDS = List.of(
            "deposed", "no master answered", "refuses this node as its replica", "both nodes started as master");

    private final NodeSimulation simulation;
    /** Those who have the state that the world has seen. */
    private final Set<NodeLife> holders = new HashSet<>();

    /** Of replicas that protect since they heard so: whom. */
    private final Map<NodeLife, NodeLife> masters = new HashMap<>();

    private final Set<NodeLife> haveForwarded = new HashSet<>();
    /** The last node that took another one in. */
    private NodeLife lastMaster;

    private NodeLife joiner;

    private long newestReleasedIn;
    private boolean wasToldBeforeTurn;
    private int takeovers;
    private int protections;
    private int solos;
    private int joins;
    private int losses;

    PairOracle(final NodeSimulation simulation) {
        this.simulation = simulation;
    }

    /** A node says what happens to it. */
    void heard(final NodeLife life, final String line) {
        if (line.contains("DIVERGENCE")) {
            throw new Violation(life + ": " + line);
        } else if (line.contains("TOOK OVER")) {
            tookOver(life);
        } else if (line.contains(" protected(") && life.isReplicaByView()) {
            protects(life);
        } else if (line.contains("PROTECTED, replica")) {
            protections++;
            begins(life);
            life.becomes(true, true);
            // Who joined may have died since, and its node may have begun again.
            if (life.peer() == joiner) {
                holders.add(joiner);
            }
        } else if (line.contains("going SOLO")) {
            solos++;
            begins(life);
            life.becomes(true, false);
        } else if (line.startsWith("master of view")) {
            life.becomes(false, false);
        } else if (line.contains("joins, log epoch")) {
            joins++;
            lastMaster = life;
            joiner = life.peer();
        } else if (line.contains("handed over, by view")) {
            // The view names the other one alone. If that dies before it has a replica, the state is lost.
            holders.remove(life);
            life.becomes(false, false);
        } else if (line.contains("joining again")
                || line.contains("for a master again")
                || line.contains("joining it")) {
            leaves(life, line);
        }
        simulation.heard(life, line);
    }

    /** A replica has all that its master has let go of: the group has decided so, or the master says so. */
    void protects(final NodeLife replica) {
        masters.put(replica, lastMaster);
    }

    /** A master forwards from here on, alone. */
    private void begins(final NodeLife life) {
        masters.clear();
        if (!holders.contains(life)) {
            if (!holders.isEmpty()) {
                throw new Violation(life + " begins without state, although " + holders + " has it");
            }
            losses += simulation.traffic().releasedCount() > 0 ? 1 : 0;
            simulation.traffic().forget();
        }
        haveForwarded.add(life);
        holders.clear();
        holders.add(life);
    }

    private void tookOver(final NodeLife life) {
        final NodeLife master = masters.remove(life);
        if (master != null && !haveForwarded.contains(master)) {
            // It died before it let go of anything.
            begins(life);
        } else if (!holders.contains(life) && master == null) {
            throw new Violation(life + " took over, and does not have the state, which " + holders + " has");
        }
        takeovers++;
        haveForwarded.add(life);
        holders.clear();
        holders.add(life);
        life.becomes(true, false);
        simulation.traffic().onTakenOver(life);
    }

    private void leaves(final NodeLife life, final String line) {
        if (!simulation.plan().isDecided() && line.contains("for a master again") && holders.contains(life)) {
            throw new Violation(life + " gives up the state of its master: " + line);
        }
        holders.remove(life);
        masters.remove(life);
        life.becomes(false, false);
    }

    void died(final NodeLife life) {
        holders.remove(life);
    }

    void failed(final NodeLife life, final NodeFailure failure) {
        if (GOOD_ENDS.stream().noneMatch(failure.getMessage()::contains)) {
            throw new Violation(life + " ended: " + failure.getMessage());
        }
    }

    void beforeTurn(final NodeLife life) {
        wasToldBeforeTurn = life.lifeline().wasToldOfTakeOver();
    }

    /** A packet leaves a node. */
    void onRelease(final NodeLife life) {
        if (simulation.plan().isDecided()) {
            final long view = NodeBridge.newestView(life.agent());
            if (view < newestReleasedIn) {
                throw new Violation(
                        life + " let go of a packet in view " + view + ", after one left in view " + newestReleasedIn);
            }
            newestReleasedIn = view;
        } else if (wasToldBeforeTurn) {
            throw new Violation(life + " let go of a packet, although its kernel knew that its replica had taken over");
        }
        if (!holders.contains(life)) {
            throw new Violation(life + " let go of a packet, although " + holders + " has the state");
        }
    }

    int takeovers() {
        return takeovers;
    }

    int protections() {
        return protections;
    }

    int solos() {
        return solos;
    }

    int joins() {
        return joins;
    }

    /** How often the state was lost with all who had it. */
    int losses() {
        return losses;
    }
}
