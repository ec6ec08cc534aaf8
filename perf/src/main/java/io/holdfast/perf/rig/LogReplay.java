package io.holdfast.perf.rig;

import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.memory.IdleDevices;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.SoleReplay;
import io.holdfast.recovery.replay.WorkerReplay;

/** A replica's worker, with a graph of its own and ports that exist by name only. */
final class LogReplay implements AutoCloseable {
    private static final int LIMIT = 32;

    private final IdleDevices devices = NamedDevices.open();
    private final FlatStateStore state = new FlatStateStore();
    private final WorkerRuntime runtime;
    private final RecordStore store;
    private final ReplayOrder order;
    private final WorkerReplay replay;

    LogReplay(final GraphDefinition definition, final WorkerPlace place, final RecordStore store) {
        this.store = store;
        final SoleAccesses accesses = new SoleAccesses();
        runtime = new WorkerRuntime(place, devices, definition, accesses, state, (port, batch) -> batch.free());
        order = SoleReplay.order(new AccessRing[] {new AccessRing(0, 1, 1)});
        replay = new WorkerReplay(
                runtime, store, SoleReplay.of(order, accesses), order, (port, batch) -> batch.free(), false);
    }

    /**
     * Replays all that is stored.
     *
     * @throws io.holdfast.recovery.replay.ReplayDivergence if it is not what was produced
     */
    void replayAll() {
        while (!store.isEmpty()) {
            replay.doWork(LIMIT);
            if (order.divergence() != null) {
                throw order.divergence();
            }
        }
    }

    /** Packets replayed so far. */
    long packets() {
        return replay.packetCount();
    }

    @Override
    public void close() {
        runtime.close();
        state.close();
        devices.close();
    }
}
