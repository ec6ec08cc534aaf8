package io.holdfast.recovery.simulation;

import io.holdfast.element.state.FlatStateStore;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.LockingAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;

/** One incarnation of a node: state, graphs, devices, and the role of the moment. All that it has dies with it. */
final class SimulatedNode {
    private final World world;
    private final int incarnation;
    private final FlatStateStore state = new FlatStateStore();
    private final SimulatedDevices devices;
    private final WorkerRuntime[] runtimes;
    private final SwitchingAccess[] accesses;
    private final VariableTable variables;
    private SimulatedMaster master;
    private SimulatedReplica replica;
    private boolean isDead;

    /** Builds a node with fresh state and no role. */
    SimulatedNode(final World world, final int incarnation) {
        this.world = world;
        this.incarnation = incarnation;
        final int workers = world.plan().workers();
        runtimes = new WorkerRuntime[workers];
        accesses = new SwitchingAccess[workers];
        devices = new SimulatedDevices(world, new Watcher());
        world.traffic().beforeBuilding(this);
        for (int i = 0; i < workers; i++) {
            accesses[i] = new SwitchingAccess();
            runtimes[i] = new WorkerRuntime(
                    new WorkerPlace(i, workers, world.seed() + i),
                    devices,
                    world.traffic().definition(),
                    new SuspendingAccess(accesses[i], world.schedule()),
                    state,
                    (port, batch) -> batch.free());
        }
        variables = new VariableTable(state.variableCount(), workers);
    }

    /** Tells the traffic what comes and goes. */
    private final class Watcher implements SimulatedDevices.Listener {
        @Override
        public void onSent(final int port, final int worker, final byte[] frame) {
            world.traffic().onSent(SimulatedNode.this, port, frame);
        }

        @Override
        public void onReceived(final int worker, final byte[] frame) {
            world.traffic().onReceived(SimulatedNode.this, worker, frame);
        }
    }

    World world() {
        return world;
    }

    int incarnation() {
        return incarnation;
    }

    /** Begins the names of its fibers. */
    String prefix() {
        return "node " + incarnation + " ";
    }

    void addFiber(final String name, final Runnable body) {
        world.schedule().add(prefix() + name, body);
    }

    int workers() {
        return runtimes.length;
    }

    WorkerRuntime runtime(final int worker) {
        return runtimes[worker];
    }

    SwitchingAccess access(final int worker) {
        return accesses[worker];
    }

    VariableTable variables() {
        return variables;
    }

    LockingAccess newLockingAccess() {
        return new LockingAccess(variables, Fiber::suspend);
    }

    FlatStateStore state() {
        return state;
    }

    SimulatedDevices devices() {
        return devices;
    }

    void become(final SimulatedMaster newMaster) {
        master = newMaster;
    }

    void become(final SimulatedReplica newReplica) {
        replica = newReplica;
    }

    /** Its role as master, or null. */
    SimulatedMaster master() {
        return master;
    }

    /** Its role as replica, present or past, or null. */
    SimulatedReplica replica() {
        return replica;
    }

    /** Whether what it does now repeats what a master did. */
    boolean isReplaying() {
        return replica != null && !replica.isLive();
    }

    /** Number of the burst that a worker logs, 0 if it does not. */
    long loggingBurst(final int worker) {
        return master == null ? 0 : master.loggingBurst(worker);
    }

    boolean isDead() {
        return isDead;
    }

    /** Stops at once, wherever it is. */
    void die() {
        if (!isDead) {
            isDead = true;
            world.schedule().kill(prefix());
            world.schedule().progress();
        }
    }

    /** Ends an orderly run: what elements and queues still have is given back, and nothing may be missing. */
    void close() {
        if (master != null) {
            master.close();
        }
        if (replica != null) {
            replica.freeOutputs();
        }
        for (final WorkerRuntime runtime : runtimes) {
            runtime.graph().close();
        }
        final int leaked = devices.inUsePackets();
        if (leaked != 0) {
            throw new Violation(leaked + " packets leaked on " + prefix().trim());
        }
    }

    String describe() {
        return prefix() + (isDead ? "is dead" : master != null ? master.describe() : replica.describe());
    }

    /** Gives the memory back, in whatever condition. */
    void destroy() {
        if (master != null) {
            master.destroy();
        }
        state.close();
        devices.close();
    }
}
