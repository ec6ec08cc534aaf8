package io.holdfast.recovery.simulation;

import io.holdfast.log.AccessView;
import io.holdfast.log.ControlReader;
import io.holdfast.log.ControlWriter;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.LogReader;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.RecoveryParts;
import io.holdfast.recovery.WholePacketsOnly;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import io.holdfast.recovery.replay.StoredStream;
import io.holdfast.recovery.replay.WorkerReplay;
import io.holdfast.release.PacketSink;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The replica: one fiber stores, acknowledges, loads the snapshot and decides; one per worker replays, and later forwards.
 *
 * <pre>
 *   LOADING ─► REPLAYING ── master silent, view won ──► sealed ── all workers at the line, records beyond done ──► live
 *       └──────────┴── master silent, view lost, or snapshot of no use ──► gone: a new incarnation begins anew
 * </pre>
 */
final class SimulatedReplica {
    private static final int STORE_BYTES = 64 << 10;
    private static final int LAZY_BYTES = STORE_BYTES / 4;
    private static final int CONTROL_LIMIT = 4;

    private final SimulatedNode node;
    private final SimulatedNode master;
    private final World world;
    private final Schedule schedule;
    private final SimulatedConnection connection;
    private final int epoch;
    private final int workers;
    private final Consumer<SimulatedReplica> onTakingOver;
    private final LogReader[] readers;
    private final RecordStore[] stores;
    private final StoredStream[] streams;
    private final WorkerReplay[] replays;
    private final AccessRing[] rings;
    private final ReplayOrder order;
    private final ControlReader control;
    private final ControlWriter voice;
    private final long[] acknowledged;
    private final RecoveryParts.Loading loading;
    private boolean isLazy;
    private boolean isLoaded;
    private boolean isSuspicious;
    private boolean isReady;
    private boolean isForwarding;
    private boolean isGone;
    private long lastHeardNs;
    private long nextHeartbeatNs;

    /**
     * Makes the replica of a node.
     *
     * @param isFresh whether the master is as fresh as this node, so that no snapshot comes
     * @param onTakingOver is told when the view has been won
     */
    SimulatedReplica(
            final SimulatedNode node,
            final SimulatedNode master,
            final SimulatedConnection connection,
            final boolean isFresh,
            final Consumer<SimulatedReplica> onTakingOver) {
        this.node = node;
        this.master = master;
        this.connection = connection;
        this.onTakingOver = onTakingOver;
        world = node.world();
        schedule = world.schedule();
        epoch = world.epochs();
        workers = node.workers();
        readers = new LogReader[workers];
        stores = new RecordStore[workers];
        streams = new StoredStream[workers];
        replays = new WorkerReplay[workers];
        acknowledged = new long[workers];
        rings = new AccessRing[workers];
        Arrays.setAll(
                rings, worker -> new AccessRing(worker, workers, world.plan().ringAccesses()));
        order = new ReplayOrder(rings, node.variables(), Faults.lineRule(world.canary()));
        for (int i = 0; i < workers; i++) {
            receive(i);
        }
        control = new ControlReader(connection.replicaReader(), new MasterEar(this));
        voice = new ControlWriter(connection.toMaster());
        loading = new RecoveryParts.Loading(
                node.state(), connection.snapshotReader(), new SnapshotIdentity(1, master.incarnation(), epoch));
        isLoaded = isFresh;
        isLazy = world.plan().isLazy();
        lastHeardNs = schedule.nowNs();
        node.become(this);
    }

    private void receive(final int worker) {
        stores[worker] = new RecordStore(
                STORE_BYTES, RecordBuffer.maxLengthBytes(Faults.captureBytes(world), Faults.ACCESS_BYTES));
        streams[worker] = new StoredStream(
                stores[worker],
                rings[worker],
                new AccessView(worker, workers, node.variables().variables()),
                Faults.ACCESS_BYTES);
        readers[worker] = new LogReader(
                Faults.logReader(world, connection.logReader(worker), () -> readers[worker].storedBurst()),
                worker,
                streams[worker]);
        readers[worker].follow(1, master.incarnation(), epoch);
        final ReplayingAccess replaying = Faults.replaying(
                world.canary(),
                worker,
                order,
                node.access(worker),
                node.newLockingAccess(),
                node.state()::variableName);
        node.access(worker).become(replaying);
        replays[worker] = Faults.replay(
                world.canary(),
                node.runtime(worker),
                stores[worker],
                replaying,
                order,
                device(worker),
                world.plan().keepsWholePackets(),
                Faults.unreleased(world, streams[worker]::releasedBurst));
    }

    private PacketSink device(final int worker) {
        return new WholePacketsOnly((port, batch) -> node.devices().port(port).transmit(worker, batch));
    }

    void start() {
        node.addFiber("control", this::follow);
        for (int i = 0; i < workers; i++) {
            final int worker = i;
            node.addFiber("worker " + i, () -> work(worker));
        }
    }

    private void follow() {
        while (!isSuspicious) {
            hear();
            final int worker = schedule.random().nextInt(workers);
            readers[worker].poll(1);
            Fiber.suspend();
            acknowledge();
            load();
            Fiber.suspend();
            isSuspicious |= schedule.nowNs() - lastHeardNs > World.TIMEOUT_NS;
        }
        world.tell(() -> "suspects: " + node.describe());
        if (isGone || !world.views().takeOver(node)) {
            isGone = true;
            schedule.progress();
            return;
        }
        onTakingOver.accept(this);
        takeOver();
    }

    private void hear() {
        control.poll(CONTROL_LIMIT);
        final long nowNs = schedule.nowNs();
        if (nowNs >= nextHeartbeatNs) {
            nextHeartbeatNs = nowNs + World.HEARTBEAT_NS;
            final WorkerPositions[] positions = new WorkerPositions[workers];
            Arrays.setAll(positions, i -> new WorkerPositions(storedBurst(i), 0, replays[i].replayedBurst()));
            voice.heartbeat(new HeartbeatHeader(1, node.incarnation(), epoch, Role.REPLICA, nowNs), positions);
        }
    }

    private void acknowledge() {
        final long[] stored = new long[workers];
        Arrays.setAll(stored, i -> readers[i].storedBurst() + (world.has(Canary.ACKNOWLEDGES_BEFORE_STORING) ? 1 : 0));
        if (!Arrays.equals(stored, acknowledged) && voice.acknowledge(1, node.incarnation(), epoch, stored)) {
            System.arraycopy(stored, 0, acknowledged, 0, workers);
        }
    }

    private void load() {
        if (isLoaded) {
            return;
        }
        loading.poll();
        if (loading.fault() != null) {
            voice.reportSnapshot(1, node.incarnation(), epoch, loading.fault());
            isGone = true;
            isSuspicious = true;
        } else if (loading.isLoaded()) {
            for (int i = 0; i < workers; i++) {
                node.runtime(i).clock().advanceTo(loading.timeNs());
            }
            isLoaded = true;
            schedule.progress();
        }
    }

    /** The master is no more, or may let go of nothing: what it has left is stored, replayed, and gone on from. */
    private void takeOver() {
        while (!streamsAreRead()) {
            readers[schedule.random().nextInt(workers)].poll(1);
            Fiber.suspend();
        }
        order.seal();
        schedule.progress();
        while (!allDone() && !world.has(Canary.FORWARDS_BEFORE_READY)) {
            Fiber.suspend();
        }
        isReady = true;
        schedule.progress();
    }

    /**
     * A stream without room is not waited for: its replay may wait for what has been lost with the master. What it still
     * holds was never acknowledged.
     */
    private boolean streamsAreRead() {
        for (int i = 0; i < workers; i++) {
            if (!connection.log(i).isEmpty() && !streams[i].isFull()) {
                return false;
            }
        }
        return true;
    }

    private boolean allDone() {
        for (final WorkerReplay replay : replays) {
            if (!replay.isDone()) {
                return false;
            }
        }
        return true;
    }

    private void work(final int worker) {
        while (!isForwarding) {
            if (mayReplay(worker) && replays[worker].doWork(1) > 0) {
                schedule.progress();
            }
            if (order.divergence() != null) {
                throw order.divergence();
            }
            Fiber.suspend();
        }
        node.master().work(worker);
    }

    private boolean mayReplay(final int worker) {
        return isLoaded && (!isLazy || order.isSealed() || isHalfFull(worker));
    }

    private boolean isHalfFull(final int worker) {
        return stores[worker].sizeBytes() > LAZY_BYTES
                || rings[worker].end() - rings[worker].position() > rings[worker].capacityAccesses() / 2;
    }

    /** The master of this view was heard. */
    void heardMaster() {
        lastHeardNs = schedule.nowNs();
        if (isLoaded) {
            voice.reportSnapshot(1, node.incarnation(), epoch, "");
        }
    }

    /** The master of this epoch has said what has left. */
    void heardReleased(final WorkerPositions[] positions) {
        for (int i = 0; i < workers; i++) {
            streams[i].heardReleased(positions[i].released());
        }
    }

    /** Last burst of a worker of which the master is known to have let everything go. */
    long releasedBurst(final int worker) {
        return streams[worker].releasedBurst();
    }

    /** Outputs kept for a take-over that found no room. */
    long givenUpOutputs() {
        return Arrays.stream(replays)
                .mapToLong(replay -> replay.unreleased().givenUpCount())
                .sum();
    }

    long resentPackets() {
        return Arrays.stream(replays)
                .mapToLong(replay -> replay.unreleased().sentCount())
                .sum();
    }

    void freeOutputs() {
        for (final WorkerReplay replay : replays) {
            replay.unreleased().freeAll();
        }
    }

    /** The master's process has closed its lifeline. */
    void noticeMastersDeath() {
        isSuspicious = true;
    }

    SimulatedNode master() {
        return master;
    }

    SimulatedConnection connection() {
        return connection;
    }

    int epoch() {
        return epoch;
    }

    /** Whether it has nothing to take over, and a new incarnation is to begin anew. */
    boolean isGone() {
        return isGone;
    }

    /** Whether it has won the view. */
    boolean isTakingOver() {
        return isSuspicious && !isGone;
    }

    /** Whether all workers stand at the line or beyond it: what they do is no repetition any more. */
    boolean isLive() {
        return order.isLive();
    }

    /** Whether it may begin to forward. */
    boolean isReady() {
        return isReady;
    }

    /** All workers are live, and what they know has been looked at: they forward. */
    void forward() {
        new SimulatedMaster(node, true).startControl();
        isForwarding = true;
    }

    /** Nothing is put off any more. */
    void replayAll() {
        isLazy = false;
    }

    boolean hasReplayed(final SimulatedMaster of) {
        for (int i = 0; i < workers; i++) {
            if (replays[i].replayedBurst() < of.loggedBurst(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing of what the master ever did is missing here. */
    boolean hasStoredAll(final SimulatedMaster of) {
        if (!of.isBetweenBursts()) {
            return false;
        }
        for (int i = 0; i < workers; i++) {
            if (order.isCut(i) || storedBurst(i) < of.loggedBurst(i)) {
                return false;
            }
        }
        return true;
    }

    long storedBurst(final int worker) {
        return readers[worker].storedBurst();
    }

    boolean isCut() {
        for (int i = 0; i < workers; i++) {
            if (order.isCut(i)) {
                return true;
            }
        }
        return false;
    }

    long rerunRecords() {
        return Arrays.stream(replays).mapToLong(WorkerReplay::rerunCount).sum();
    }

    long lostRecords() {
        return Arrays.stream(replays).mapToLong(WorkerReplay::lostCount).sum();
    }

    String describe() {
        final StringBuilder text = new StringBuilder(isLoaded ? "replica" : "joining replica");
        text.append(order.isSealed() ? ", sealed" : "").append(isGone ? ", gone" : "");
        for (int i = 0; i < workers; i++) {
            text.append("; worker ").append(i);
            text.append(": stored ").append(storedBurst(i));
            text.append(", replayed ").append(replays[i].replayedBurst());
            text.append(", at access ").append(rings[i].position());
            text.append(" of ").append(rings[i].end());
            if (order.isCut(i)) {
                text.append(", line ").append(order.line(i));
            }
        }
        return text.toString();
    }
}
