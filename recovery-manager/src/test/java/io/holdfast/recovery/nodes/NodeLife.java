package io.holdfast.recovery.nodes;

import io.holdfast.log.AccessNotes;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.DiskFault;
import io.holdfast.recovery.Lifeline;
import io.holdfast.recovery.NodeAgent;
import io.holdfast.recovery.NodeBridge;
import io.holdfast.recovery.NodeFailure;
import io.holdfast.recovery.NodeFaults;
import io.holdfast.recovery.NodeMachine;
import io.holdfast.recovery.NodeRules;
import io.holdfast.recovery.NodeStatus;
import io.holdfast.recovery.SnapshotFault;
import io.holdfast.recovery.WorkerThreads;
import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.recovery.order.FaultyAccess;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import io.holdfast.recovery.simulation.Violation;
import io.holdfast.release.ReleaseCheck;

/**
 * One process of a node, from its start to its death: the real node, on a machine that is simulated.
 *
 * <p>It may die at any step that the world could notice: what it does from there on, up to the end of its turn, nobody
 * notices.
 */
final class NodeLife {
    /** No death is at hand. */
    static final int NEVER = -1;

    /** Rates of two nodes' clocks differ by so many parts in a thousand at most: half of what a lease allows. */
    private static final int DRIFT_PERMILLE = 2;

    private static final int NOTHING_ARRIVES_PERCENT = 40;
    private static final long MOST_OFFSET_NS = 1L << 50;
    private static final long MOST_SKEW_NS = 3_000_000_000L;

    private final NodeSimulation simulation;
    private final NodeWorld world;
    private final int place;
    private final LifeNic nic;
    private final LifeTransport transport;
    private final LifeLine lifeline;
    private final FiberThreads threads;
    private final long offsetNs;
    private final long skewNs;
    private final int driftPermille;
    private NodeAgent agent;
    private long standsUntilNs;
    private int turnPercent = 100;
    private int stepsToDeath = NEVER;
    private long lastArrivalNs = Long.MAX_VALUE;
    private boolean isDead;
    private boolean isClosed;

    /** What the oracle knows of it. */
    private boolean isMaster;

    private boolean isProtected;

    /** Starts a process. */
    NodeLife(final NodeSimulation simulation, final int place, final boolean hasOtherGraph) {
        this.simulation = simulation;
        this.place = place;
        world = simulation.world();
        offsetNs = world.random().nextLong(MOST_OFFSET_NS);
        skewNs = world.random().nextLong(-MOST_SKEW_NS, MOST_SKEW_NS);
        driftPermille = world.random().nextInt(-DRIFT_PERMILLE, DRIFT_PERMILLE + 1);
        threads = new FiberThreads(world);
        nic = new LifeNic(world, this, simulation.plan());
        transport = new LifeTransport(world, this, simulation.plan().shape());
        lifeline = new LifeLine(world, this, simulation.has(NodeCanary.GOES_SOLO_SILENTLY));
        simulation.enters(this);
        agent = new NodeAgent(parts(hasOtherGraph));
    }

    private NodeAgent.NodeParts parts(final boolean hasOtherGraph) {
        final NodeCanary canary = simulation.canary();
        final NodeFaults faults = new NodeFaults(
                ReleaseCheck.WHEN_STABLE,
                SnapshotFault.NONE,
                simulation.has(NodeCanary.PASSES_ON_FOR_ONE) ? NodeLife::passingOnForOne : AccessMaker.ORDERED,
                DiskFault.NONE,
                simulation.has(NodeCanary.IGNORES_THE_LEASE));
        return new NodeAgent.NodeParts(
                simulation.settings(place),
                simulation.traffic().definition(hasOtherGraph),
                nic,
                transport,
                this::nanoTime,
                () -> world.nowNs() + skewNs + 1_700_000_000_000_000_000L,
                faults,
                this::heard,
                GroupKeys.none(),
                simulation.group(place),
                new Machine(),
                canary == null ? NodeRules.RIGHT : canary.rules());
    }

    private static OrderedAccess passingOnForOne(
            final int worker, final VariableTable variables, final Waiting waiting, final AccessNotes notes) {
        return new FaultyAccess(FaultyAccess.Fault.PASSES_ON_FOR_ONE, worker, variables, waiting, notes);
    }

    private long nanoTime() {
        return world.nowNs() + world.nowNs() / 1000 * driftPermille + offsetNs;
    }

    private void heard(final String line) {
        if (!isDead) {
            world.tell(() -> this + ": " + line);
            simulation.oracle().heard(this, line);
        }
    }

    /** One turn of the node's thread, and some of its workers. */
    void turn() {
        if (isDead || world.nowNs() < standsUntilNs || world.random().nextInt(100) >= turnPercent) {
            return;
        }
        simulation.oracle().beforeTurn(this);
        try {
            if (agent.views() != null) {
                agent.views().attestations().doWork();
            }
            agent.doWork();
            for (int i = world.random().nextInt(1 + 2 * simulation.plan().workers()); i > 0; i--) {
                threads.step();
            }
        } catch (final NodeFailure e) {
            world.tell(() -> this + " ends: " + e.getMessage());
            if (!isDead) {
                simulation.oracle().failed(this, e);
                die();
            }
        }
        if (isDead) {
            close();
        }
    }

    /** The process is killed now. */
    void die() {
        if (!isDead) {
            isDead = true;
            lastArrivalNs = world.nowNs()
                    + (world.chance(NOTHING_ARRIVES_PERCENT)
                            ? 0
                            : world.random().nextLong(simulation.plan().shape().delayNs()));
            world.tell(() -> this + " is dead");
            lifeline.kernelCloses();
            simulation.died(this);
        }
    }

    /** The process is killed so many steps from now, in the middle of whatever it does. */
    void dieAfter(final int steps) {
        stepsToDeath = steps;
    }

    /** A step that the world could notice; whether the process does not live to do it. */
    boolean isDeadNow() {
        if (stepsToDeath >= 0 && stepsToDeath-- == 0) {
            die();
        }
        return isDead;
    }

    boolean isDead() {
        return isDead;
    }

    /** Gives back what the process had; its end of life must leave no packet. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            isDead = true;
            agent.close();
            final int leaked = nic.inUsePackets();
            nic.close();
            if (leaked != 0) {
                throw new Violation(leaked + " packets leaked on " + this);
            }
        }
    }

    /** The process stands still, its kernel does not. */
    void standUntil(final long untilNs) {
        standsUntilNs = untilNs;
    }

    boolean stands() {
        return world.nowNs() < standsUntilNs;
    }

    /** It gets so much of its core. */
    void slowTo(final int percent) {
        turnPercent = percent;
    }

    /** Its replica protects it from here on. */
    void saysProtected() {
        simulation.oracle().protects(peer());
    }

    void sent(final int port, final byte[] frame) {
        simulation.traffic().onSent(this, port, frame);
    }

    NodeLife peer() {
        return simulation.life(1 - place);
    }

    int place() {
        return place;
    }

    LifeNic nic() {
        return nic;
    }

    LifeTransport transport() {
        return transport;
    }

    LifeLine lifeline() {
        return lifeline;
    }

    NodeAgent agent() {
        return agent;
    }

    NodeStatus status() {
        return agent.status();
    }

    boolean isMaster() {
        return isMaster;
    }

    boolean isProtected() {
        return isProtected;
    }

    /** Whether the newest view that it knows names it as replica. */
    boolean isReplicaByView() {
        return agent != null && NodeBridge.isReplica(agent);
    }

    /** Some of what a dead process had sent still arrives: up to when. */
    long lastArrivalNs() {
        return lastArrivalNs;
    }

    void becomes(final boolean master, final boolean nowProtected) {
        isMaster = master;
        isProtected = nowProtected;
    }

    @Override
    public String toString() {
        return simulation.name(this);
    }

    /** The machine that the process runs on. */
    private final class Machine implements NodeMachine {
        @Override
        public Lifeline lifeline(final MemberAddress self, final MemberAddress peer, final GroupKeys keys) {
            return lifeline;
        }

        @Override
        public WorkerThreads threads() {
            return threads;
        }

        @Override
        public long nextRandom() {
            return world.random().nextLong();
        }
    }
}
