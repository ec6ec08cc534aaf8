package io.holdfast.recovery.simulation;

import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.WorkerPositions;
import io.holdfast.recovery.LoggedProtection;
import io.holdfast.recovery.RecoveryParts;
import io.holdfast.recovery.SnapshotFault;

/**
 * Takes a fresh node in as the replica of a master with several workers that go on forwarding.
 *
 * <pre>
 *   CONNECTING ─ all workers wait: mark ─► SENDING ─► CATCHING_UP ─► HOLDING ─ all hold ─► STORING ─► DONE: protected
 * </pre>
 *
 * <p>Workers begin to hold one by one. What one lets go may depend on another's burst that came after the other had begun
 * to hold, so the point up to which everything must be stored is taken when the last has begun.
 */
final class SimulatedJoin {
    private enum Phase {
        CONNECTING,
        SENDING,
        CATCHING_UP,
        HOLDING,
        STORING,
        DONE
    }

    private static final long CLOSE_BURSTS = 16;
    private static final long LIMIT_NS = 10 * World.TIMEOUT_NS;

    private final SimulatedMaster master;
    private final SimulatedNode node;
    private final SimulatedNode replica;
    private final SimulatedConnection connection;
    private final World world;
    private final RecoveryParts.Sending snapshot;
    private final long[] holdFrom;
    private final int epoch;
    private final long startNs;
    private Phase phase = Phase.CONNECTING;
    private boolean replicaFollows;
    private boolean loaded;
    private boolean failed;
    private long replicaBehind = Long.MAX_VALUE;

    SimulatedJoin(
            final SimulatedMaster master,
            final SimulatedNode node,
            final SimulatedNode replica,
            final SimulatedConnection connection,
            final int epoch) {
        this.master = master;
        this.node = node;
        this.replica = replica;
        this.connection = connection;
        this.epoch = epoch;
        world = node.world();
        startNs = world.schedule().nowNs();
        holdFrom = new long[node.workers()];
        final int pieces = RecoveryParts.pieceCount(node.state());
        final int lost = world.has(Canary.SNAPSHOT_MISSES_A_PIECE)
                ? world.schedule().random().nextInt(pieces)
                : -1;
        snapshot = new RecoveryParts.Sending(
                node.state(),
                connection.snapshot(),
                new SnapshotIdentity(1, node.incarnation(), epoch),
                lost < 0 ? SnapshotFault.NONE : piece -> piece == lost);
    }

    void doWork(final long nowNs) {
        switch (phase) {
            case CONNECTING -> mark();
            case SENDING -> send();
            case CATCHING_UP -> holdWhenClose();
            case HOLDING -> takeHoldPoint();
            case STORING -> protect();
            case DONE -> {}
        }
        failed |= nowNs - startNs > LIMIT_NS;
    }

    /** Between two bursts of every worker: all before is in the snapshot, all behind in the epoch's log. */
    private void mark() {
        if (!replicaFollows || !master.isPaused()) {
            return;
        }
        final int workers = node.workers();
        final LoggedProtection[] protections = new LoggedProtection[workers];
        final long timeNs = world.schedule().nowNs();
        master.stable().reset(0);
        final boolean forgets = !world.has(Canary.KEEPS_VERSIONS_ACROSS_EPOCHS);
        if (forgets) {
            node.variables().startEpoch();
        }
        for (int i = 0; i < workers; i++) {
            master.hold(i).startEpoch();
            node.runtime(i).clock().advanceTo(timeNs);
            protections[i] = Faults.protection(world, node, i, connection, epoch, snapshot);
        }
        snapshot.mark(timeNs);
        master.beginLogging(protections);
        master.goOn();
        advance(Phase.SENDING);
    }

    private void send() {
        snapshot.send();
        if (snapshot.isComplete()) {
            advance(Phase.CATCHING_UP);
        }
    }

    private void holdWhenClose() {
        if (loaded && replicaBehind <= CLOSE_BURSTS) {
            master.beginHolding();
            if (world.has(Canary.HOLD_POINT_BEFORE_ALL_HOLD)) {
                noteHoldPoint();
            }
            advance(Phase.HOLDING);
        }
    }

    private void takeHoldPoint() {
        for (int i = 0; i < holdFrom.length; i++) {
            if (!master.isHolding(i)) {
                return;
            }
        }
        if (!world.has(Canary.HOLD_POINT_BEFORE_ALL_HOLD)) {
            noteHoldPoint();
        }
        advance(Phase.STORING);
    }

    private void noteHoldPoint() {
        for (int i = 0; i < holdFrom.length; i++) {
            // The burst at hand: another worker may have let go of what depends on it already.
            holdFrom[i] = master.loggingBurst(i);
        }
    }

    private void protect() {
        for (int i = 0; i < holdFrom.length; i++) {
            if (master.stable().get(i) < holdFrom[i] && !world.has(Canary.PROTECTS_BEFORE_STORED)) {
                return;
            }
        }
        if (world.views().protect(node, replica)) {
            advance(Phase.DONE);
            world.traffic().onProtected(replica);
        } else {
            failed = true;
        }
    }

    private void advance(final Phase next) {
        phase = next;
        world.tell(() -> "join: " + next + ", " + master.describe());
        world.schedule().progress();
    }

    void onReplicaPosition(final WorkerPositions[] positions) {
        replicaFollows = true;
        replicaBehind = 0;
        for (int i = 0; i < positions.length; i++) {
            final long reached = world.plan().isLazy() ? positions[i].logged() : positions[i].replayed();
            replicaBehind = Math.max(replicaBehind, master.loggedBurst(i) - reached);
        }
    }

    void onSnapshotReport(final String fault) {
        failed |= !fault.isEmpty();
        loaded |= phase == Phase.CATCHING_UP;
    }

    boolean hasFailed() {
        return failed;
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    String describe() {
        return "join " + phase + (loaded ? ", loaded" : "") + ", replica behind by " + replicaBehind;
    }

    void close() {
        snapshot.close();
    }
}
