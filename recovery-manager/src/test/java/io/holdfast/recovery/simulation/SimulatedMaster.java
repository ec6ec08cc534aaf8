package io.holdfast.recovery.simulation;

import io.holdfast.log.ControlReader;
import io.holdfast.log.ControlWriter;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.StablePositions;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.recovery.LoggedProtection;
import io.holdfast.recovery.NoProtection;
import io.holdfast.recovery.RecoveryParts;
import io.holdfast.recovery.WholePacketsOnly;
import io.holdfast.recovery.Worker;
import io.holdfast.recovery.order.LockingAccess;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.PacketSink;
import java.util.Arrays;
import java.util.Objects;

/**
 * The node that forwards: the real workers, each a fiber, and one that hears the replica and decides.
 *
 * <pre>
 *   SOLO ── join: mark ──► LOGGING ── all hold, all stored ──► PROTECTED ── replica lost ──► SOLO
 * </pre>
 *
 * <p>Workers change their ways between two bursts of their own, one by one; only the mark has all of them wait.
 */
final class SimulatedMaster {
    private enum Mode {
        SOLO,
        LOGGED,
        HELD
    }

    private static final int CONTROL_LIMIT = 4;

    private final SimulatedNode node;
    private final World world;
    private final int workers;
    private final StablePositions stable;
    private final Worker[] turning;
    private final HoldQueue[] holds;
    private final LockingAccess[] locking;
    private final LoggedProtection[] protections;
    private final Mode[] modes;
    private final int[] parkedAt;
    private final long[] turns;
    private Mode wanted = Mode.SOLO;
    private int pauseRequest;
    private int pauseEnd;
    private int stopped;
    private boolean stops;
    private SimulatedJoin join;
    private SimulatedJoin ended;
    private SimulatedConnection connection;
    private SimulatedNode replica;
    private ControlReader control;
    private ControlWriter heartbeats;
    private int epoch;
    private boolean accepts;
    private long lastHeardNs;
    private long lastProgressNs;
    private long lastStable;
    private long nextHeartbeatNs;
    private long skippedBursts;

    /** Makes the master of a node; it is solo, and its workers are still. */
    SimulatedMaster(final SimulatedNode node, final boolean hasReplayed) {
        this.node = node;
        world = node.world();
        workers = node.workers();
        stable = new StablePositions(workers);
        turning = new Worker[workers];
        holds = new HoldQueue[workers];
        locking = new LockingAccess[workers];
        protections = new LoggedProtection[workers];
        modes = new Mode[workers];
        parkedAt = new int[workers];
        turns = new long[workers];
        Arrays.fill(modes, Mode.SOLO);
        for (int i = 0; i < workers; i++) {
            turning[i] = new Worker(node.runtime(i), node.devices(), world::clockNs);
            holds[i] = new HoldQueue(workers, world.plan().holdPackets(), Faults.releaseCheck(world.canary()));
            locking[i] = node.newLockingAccess();
            turning[i].protect(new NoProtection(device(i, hasReplayed)));
            node.access(i).become(locking[i]);
        }
        node.become(this);
    }

    private PacketSink device(final int worker, final boolean hasReplayed) {
        return hasReplayed ? new WholePacketsOnly(turning[worker]::transmitNow) : turning[worker]::transmitNow;
    }

    /** Sends what a worker lets go; packets that replay brought may be cut off. */
    PacketSink device(final int worker) {
        return device(worker, node.replica() != null);
    }

    /** Begins to turn the workers, in fibers of their own. */
    void start() {
        for (int i = 0; i < workers; i++) {
            final int worker = i;
            node.addFiber("worker " + i, () -> work(worker));
        }
        startControl();
    }

    void startControl() {
        node.addFiber("control", this::decide);
    }

    /** Turns a worker until the end. */
    void work(final int worker) {
        while (!stops) {
            atBoundary(worker);
            turning[worker].turn();
            turns[worker]++;
            Fiber.suspend();
        }
        while (wanted != Mode.SOLO && protections[worker] != null && !protections[worker].flush()) {
            Fiber.suspend();
        }
        stopped++;
    }

    /** Between two bursts: here the worker waits for a mark, and changes its ways. */
    private void atBoundary(final int worker) {
        if (parkedAt[worker] != pauseRequest) {
            parkedAt[worker] = pauseRequest;
            while (pauseEnd < parkedAt[worker]) {
                Fiber.suspend();
            }
        }
        if (modes[worker] != wanted) {
            if (wanted == Mode.HELD) {
                RecoveryParts.holdOutputs(protections[worker]);
            } else if (wanted == Mode.SOLO) {
                RecoveryParts.releaseAll(protections[worker]);
                turning[worker].protect(new NoProtection(device(worker)));
                node.access(worker).become(locking[worker]);
                skippedBursts += protections[worker].skippedBurstCount();
                protections[worker] = null;
            }
            modes[worker] = wanted;
        }
    }

    private void decide() {
        while (true) {
            final long nowNs = world.schedule().nowNs();
            if (connection != null) {
                hear(nowNs);
            }
            if (join != null) {
                goOnJoining(nowNs);
            } else if (connection != null) {
                watchReplica(nowNs);
            }
            Fiber.suspend();
        }
    }

    private void hear(final long nowNs) {
        control.poll(CONTROL_LIMIT);
        if (nowNs >= nextHeartbeatNs) {
            nextHeartbeatNs = nowNs + World.HEARTBEAT_NS;
            final WorkerPositions[] positions = new WorkerPositions[workers];
            Arrays.setAll(positions, i -> new WorkerPositions(loggedBurst(i), releasedBurst(i), 0));
            heartbeats.heartbeat(
                    new HeartbeatHeader(world.views().view(), node.incarnation(), epoch, Role.MASTER, nowNs),
                    positions);
        }
    }

    private long releasedBurst(final int worker) {
        return protections[worker] == null && !world.has(Canary.SAYS_RELEASED_OF_AN_EARLIER_EPOCH)
                ? 0
                : holds[worker].releasedBurst();
    }

    /** Up to where the log tells of a worker, 0 if it does not log. */
    long loggedBurst(final int worker) {
        return protections[worker] == null ? 0 : RecoveryParts.appendedBurst(protections[worker]);
    }

    /** Whether no worker was in the middle of a burst. */
    boolean isBetweenBursts() {
        return Arrays.stream(protections).allMatch(one -> one != null && one.isBetweenBursts());
    }

    /** Whether a fresh node may join. */
    boolean acceptsReplica() {
        return connection == null && join == null && Arrays.stream(modes).allMatch(mode -> mode == Mode.SOLO);
    }

    /** Takes a fresh node in, while traffic goes on. */
    void accept(final SimulatedNode newReplica, final SimulatedConnection newConnection) {
        connect(newReplica, newConnection);
        join = new SimulatedJoin(this, node, newReplica, newConnection, epoch);
    }

    /** Begins with a replica that is as fresh as this node: nothing need be sent. */
    void beginProtected(final SimulatedNode newReplica, final SimulatedConnection newConnection) {
        connect(newReplica, newConnection);
        for (int i = 0; i < workers; i++) {
            protections[i] = Faults.protection(world, node, i, newConnection, epoch);
            turning[i].protect(protections[i]);
            modes[i] = Mode.HELD;
        }
        wanted = Mode.HELD;
    }

    private void connect(final SimulatedNode newReplica, final SimulatedConnection newConnection) {
        epoch = world.beginEpoch();
        replica = newReplica;
        connection = newConnection;
        control = new ControlReader(newConnection.masterReader(), new ReplicaEar(this));
        heartbeats = new ControlWriter(newConnection.toReplica());
        lastHeardNs = world.schedule().nowNs();
        lastProgressNs = lastHeardNs;
        accepts = !world.has(Canary.TAKES_ACKNOWLEDGEMENTS_OF_ANY_EPOCH);
    }

    private void goOnJoining(final long nowNs) {
        if (nowNs - lastHeardNs <= World.TIMEOUT_NS) {
            join.doWork(nowNs);
            if (!join.isDone() && !join.hasFailed()) {
                return;
            }
        }
        if (!join.isDone()) {
            becomeSolo();
        }
        lastProgressNs = nowNs;
        if (ended != null) {
            ended.close();
        }
        ended = join;
        join = null;
    }

    private void watchReplica(final long nowNs) {
        final long stored = stableSum();
        if (stored != lastStable || stored == loggedSum()) {
            lastStable = stored;
            lastProgressNs = nowNs;
        }
        if (nowNs - Math.min(lastHeardNs, lastProgressNs) <= World.TIMEOUT_NS) {
            return;
        }
        if (world.has(Canary.GOES_SOLO_WITHOUT_A_VIEW) || world.views().goSolo(node)) {
            becomeSolo();
        }
    }

    private long stableSum() {
        long sum = 0;
        for (int i = 0; i < workers; i++) {
            sum += stable.get(i);
        }
        return sum;
    }

    private long loggedSum() {
        long sum = 0;
        for (int i = 0; i < workers; i++) {
            sum += loggedBurst(i);
        }
        return sum;
    }

    /** Records that come after a worker has gone on without notes would be replayed wrongly: logs are closed first. */
    private void becomeSolo() {
        if (!world.has(Canary.GOES_SOLO_WITH_OPEN_LOGS)) {
            connection.closeLogs();
        }
        connection = null;
        replica = null;
        wanted = Mode.SOLO;
        goOn();
        world.schedule().progress();
    }

    /** Has all workers wait at their next burst boundary; true when they do. */
    boolean isPaused() {
        if (pauseEnd == pauseRequest) {
            pauseRequest++;
        }
        return Arrays.stream(parkedAt).allMatch(request -> request == pauseRequest);
    }

    /** The workers go on. */
    void goOn() {
        pauseEnd = pauseRequest;
    }

    /** From the workers' next burst on, they log in this way; all of them wait. */
    void beginLogging(final LoggedProtection[] newProtections) {
        for (int i = 0; i < workers; i++) {
            protections[i] = newProtections[i];
            turning[i].protect(newProtections[i]);
            modes[i] = Mode.LOGGED;
        }
        wanted = Mode.LOGGED;
    }

    /** From their next bursts on, workers hold. */
    void beginHolding() {
        wanted = Mode.HELD;
    }

    boolean isHolding(final int worker) {
        return modes[worker] == Mode.HELD;
    }

    StablePositions stable() {
        return stable;
    }

    HoldQueue hold(final int worker) {
        return holds[worker];
    }

    /** Something came from the replica of the moment. */
    boolean isFromReplica(final long incarnation, final int ofEpoch) {
        final boolean isOurs = !accepts && incarnation != node.incarnation()
                || replica != null && incarnation == replica.incarnation() && ofEpoch == epoch;
        if (isOurs) {
            lastHeardNs = world.schedule().nowNs();
        }
        return isOurs;
    }

    void onStored(final int worker, final long burst) {
        if (!accepts || burst <= loggedBurst(worker)) {
            stable.advance(worker, burst);
        }
    }

    void onReplicaPosition(final WorkerPositions[] positions) {
        if (join != null) {
            join.onReplicaPosition(positions);
        }
    }

    void onSnapshotReport(final String fault) {
        if (join != null) {
            join.onSnapshotReport(fault);
        }
    }

    /** Number of the burst at hand of a worker that logs, 0 of one that does not. */
    long loggingBurst(final int worker) {
        return protections[worker] == null ? 0 : protections[worker].loggedBurst();
    }

    /** Whether a worker's next burst is logged. */
    boolean isLogging(final int worker) {
        return protections[worker] != null;
    }

    /** Bursts that left no record, of all epochs. */
    long skippedBursts() {
        return skippedBursts
                + Arrays.stream(protections)
                        .filter(Objects::nonNull)
                        .mapToLong(LoggedProtection::skippedBurstCount)
                        .sum();
    }

    boolean holdsNothing() {
        return Arrays.stream(holds).allMatch(hold -> hold.heldPackets() == 0);
    }

    /** From now on turns count anew. */
    void restTurns() {
        Arrays.fill(turns, 0);
    }

    boolean hasTurned(final int times) {
        return Arrays.stream(turns).allMatch(turn -> turn >= times);
    }

    /** No burst is begun any more. */
    void stop() {
        stops = true;
    }

    boolean isStopped() {
        return stopped == workers;
    }

    void close() {
        for (final HoldQueue hold : holds) {
            hold.dropAll();
        }
    }

    void destroy() {
        if (ended != null) {
            ended.close();
        }
        if (join != null) {
            join.close();
        }
    }

    String describe() {
        final StringBuilder text =
                new StringBuilder("master, " + wanted + (join == null ? "" : ", " + join.describe()));
        for (int i = 0; i < workers; i++) {
            text.append("; worker ").append(i).append(' ').append(modes[i]);
            text.append(": logged ").append(loggedBurst(i));
            text.append(", stable ").append(stable.get(i));
            text.append(", holds ").append(holds[i].heldPackets());
            text.append(protections[i] == null || protections[i].log().hasRoom() ? "" : ", log full");
        }
        return text.toString();
    }
}
