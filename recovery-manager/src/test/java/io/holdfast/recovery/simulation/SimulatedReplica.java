package io.holdfast.recovery.simulation;

import io.holdfast.element.StateStore;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.AccessView;
import io.holdfast.log.LogReader;
import io.holdfast.log.RecordBuffer;
import io.holdfast.recovery.NoProtection;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.WholePacketsOnly;
import io.holdfast.recovery.Worker;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.LockingAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import io.holdfast.recovery.replay.StoredStream;
import io.holdfast.recovery.replay.WorkerReplay;
import io.holdfast.release.PacketSink;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** The replica: one fiber stores and acknowledges, one per worker replays, and later forwards. */
final class SimulatedReplica {
    private static final int STORE_BYTES = 256 << 10;
    private static final int REST_TURNS = 2;

    private final Simulation.World world;
    private final Schedule schedule;
    private final int workers;
    private final FlatStateStore state = new FlatStateStore();
    private final SimulatedDevices devices;
    private final WorkerRuntime[] runtimes;
    private final LogReader[] readers;
    private final StoredStream[] streams;
    private final WorkerReplay[] replays;
    private final ReplayOrder order;
    private final long[] turns;
    private final AccessRing[] rings;
    private boolean masterIsDead;
    private boolean isLive;

    SimulatedReplica(final Simulation.World world) {
        this.world = world;
        schedule = world.schedule();
        workers = world.plan().workers();
        runtimes = new WorkerRuntime[workers];
        readers = new LogReader[workers];
        streams = new StoredStream[workers];
        replays = new WorkerReplay[workers];
        turns = new long[workers];
        devices = new SimulatedDevices(
                schedule, world.wire(), workers, world.traffic().portNames(), world.traffic()::onReplicaSent);
        world.traffic().beforeBuilding(false);
        final SwitchingAccess[] accesses = new SwitchingAccess[workers];
        for (int i = 0; i < workers; i++) {
            accesses[i] = new SwitchingAccess();
            runtimes[i] = new WorkerRuntime(
                    new WorkerPlace(i, workers, world.seed() + i),
                    devices,
                    world.traffic().definition(),
                    new SuspendingAccess(accesses[i], schedule),
                    state,
                    (port, batch) -> batch.free());
        }
        final VariableTable variables = new VariableTable(state.variableCount(), workers);
        rings = new AccessRing[workers];
        Arrays.setAll(
                rings, worker -> new AccessRing(worker, workers, world.plan().ringAccesses()));
        order = new ReplayOrder(rings, variables, Faults.lineRule(world.canary()));
        for (int i = 0; i < workers; i++) {
            receive(i, variables, accesses[i]);
        }
    }

    /** How much of each packet the log keeps. */
    static int captureBytes(final Simulation.World world) {
        return world.plan().keepsWholePackets()
                ? ProgramPacket.LENGTH_BYTES
                : Math.min(
                        ProgramPacket.LENGTH_BYTES, world.traffic().definition().headerDepthBytes());
    }

    private void receive(final int worker, final VariableTable variables, final SwitchingAccess access) {
        final RecordStore store = new RecordStore(
                STORE_BYTES, RecordBuffer.maxLengthBytes(captureBytes(world), SimulatedLinks.ACCESS_BYTES));
        final StoredStream stream = new StoredStream(
                store,
                rings[worker],
                new AccessView(worker, workers, variables.variables()),
                SimulatedLinks.ACCESS_BYTES);
        streams[worker] = stream;
        readers[worker] = new LogReader(world.links().log(worker), worker, stream);
        readers[worker].follow(1, 1, 1);
        final ReplayingAccess replaying = Faults.replaying(
                world.canary(),
                worker,
                order,
                access,
                new LockingAccess(variables, Fiber::suspend),
                state::variableName);
        access.become(replaying);
        replays[worker] = Faults.replay(
                world.canary(),
                runtimes[worker],
                store,
                replaying,
                order,
                device(worker),
                world.plan().keepsWholePackets());
    }

    private PacketSink device(final int worker) {
        return new WholePacketsOnly((port, batch) -> devices.port(port).transmit(worker, batch));
    }

    void start() {
        schedule.add("replica store", this::store);
        if (!world.plan().isLazy()) {
            startReplay();
        }
    }

    private void startReplay() {
        for (int i = 0; i < workers; i++) {
            final int worker = i;
            schedule.add("replica worker " + i, () -> work(worker));
        }
    }

    private void store() {
        final long[] acknowledged = new long[workers];
        while (!masterIsDead || !streamsAreRead()) {
            final int worker = schedule.random().nextInt(workers);
            readers[worker].poll(1);
            Fiber.suspend();
            acknowledge(acknowledged);
            Fiber.suspend();
        }
        order.seal();
        schedule.progress();
    }

    /**
     * A stream without room is not waited for: its replay may wait for what has been lost with the master. What it still
     * holds was never acknowledged.
     */
    private boolean streamsAreRead() {
        for (int i = 0; i < workers; i++) {
            if (!world.links().log(i).isEmpty() && streams[i].hasRoom()) {
                return false;
            }
        }
        return true;
    }

    private void acknowledge(final long[] acknowledged) {
        final long[] stored = new long[workers];
        Arrays.setAll(
                stored, i -> readers[i].storedBurst() + (world.canary() == Canary.ACKNOWLEDGES_BEFORE_STORING ? 1 : 0));
        if (!masterIsDead && !Arrays.equals(stored, acknowledged)) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[workers * Long.BYTES]);
            for (int i = 0; i < workers; i++) {
                buffer.putLong(i * Long.BYTES, stored[i]);
            }
            if (world.links().acknowledgements().write(buffer, 0, buffer.capacity())) {
                System.arraycopy(stored, 0, acknowledged, 0, workers);
            }
        }
    }

    private void work(final int worker) {
        while (!isLive) {
            if (replays[worker].doWork(1) > 0) {
                schedule.progress();
            }
            if (order.divergence() != null) {
                throw order.divergence();
            }
            Fiber.suspend();
        }
        final Worker live = new Worker(runtimes[worker], devices, schedule::nowNs);
        live.protect(new NoProtection(device(worker)));
        while (true) {
            live.turn();
            turns[worker]++;
            Fiber.suspend();
        }
    }

    /** The master is seen to be dead: what is under way is stored, then the streams are sealed. */
    void masterDies() {
        masterIsDead = true;
        if (world.plan().isLazy()) {
            startReplay();
        }
    }

    boolean isTakenOver() {
        for (final WorkerReplay replay : replays) {
            if (!replay.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** All workers are live: what they know is looked at, then they forward. */
    void goLive() {
        world.traffic().onTakenOver(state);
        isLive = true;
    }

    /** From now on turns count anew. */
    void restTurns() {
        Arrays.fill(turns, 0);
    }

    /** Whether every worker has had turns, in which it found nothing more. */
    boolean hasTurned() {
        if (Arrays.stream(turns).allMatch(turn -> turn >= REST_TURNS)) {
            return true;
        }
        schedule.progress();
        return false;
    }

    boolean hasReplayed(final SimulatedMaster master) {
        for (int i = 0; i < workers; i++) {
            if (replays[i].replayedBurst() < master.currentBurst(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing of what the master ever did is missing here. */
    boolean hasStoredAll(final SimulatedMaster master) {
        for (int i = 0; i < workers; i++) {
            if (order.isCut(i) || storedBurst(i) < master.currentBurst(i)) {
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
        final StringBuilder text = new StringBuilder(order.isSealed() ? "sealed" : "not sealed");
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

    StateStore state() {
        return state;
    }

    int inUsePackets() {
        return devices.inUsePackets();
    }

    void close() {
        for (final WorkerRuntime runtime : runtimes) {
            runtime.graph().close();
        }
    }

    void destroy() {
        state.close();
        devices.close();
    }
}
