package io.holdfast.recovery.simulation;

import io.holdfast.element.StateStore;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.recovery.LoggedProtection;
import io.holdfast.recovery.Worker;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.release.HoldQueue;
import org.agrona.DirectBuffer;

/** The master: the real workers, each a fiber, and one that hears acknowledgements. */
final class SimulatedMaster {
    private static final int ACKNOWLEDGEMENT_LIMIT = 4;

    private final Simulation.World world;
    private final int workers;
    private final FlatStateStore state = new FlatStateStore();
    private final SimulatedDevices devices;
    private final StablePositions stable;
    private final WorkerRuntime[] runtimes;
    private final Worker[] turning;
    private final LoggedProtection[] protections;
    private int stopped;
    private boolean stops;

    SimulatedMaster(final Simulation.World world) {
        this.world = world;
        workers = world.plan().workers();
        stable = new StablePositions(workers);
        runtimes = new WorkerRuntime[workers];
        turning = new Worker[workers];
        protections = new LoggedProtection[workers];
        devices = new SimulatedDevices(
                world.schedule(), world.wire(), workers, world.traffic().portNames(), world.traffic()::onMasterSent);
        world.traffic().beforeBuilding(true);
        final SwitchingAccess[] accesses = new SwitchingAccess[workers];
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
        final VariableTable variables = new VariableTable(state.variableCount(), workers);
        for (int i = 0; i < workers; i++) {
            protect(i, variables, accesses[i]);
        }
    }

    private void protect(final int worker, final VariableTable variables, final SwitchingAccess access) {
        final OrderedAccess ordered = Faults.access(world.canary(), worker, variables);
        final RecordBuffer record = new RecordBuffer(SimulatedReplica.captureBytes(world), SimulatedLinks.ACCESS_BYTES);
        record.identify(1, 1, 1, worker);
        turning[worker] = new Worker(runtimes[worker], devices, world.schedule()::nowNs);
        protections[worker] = new LoggedProtection(
                record,
                new LogWriter(world.links().log(worker), record),
                new HoldQueue(worker, workers, world.plan().holdPackets(), Faults.releaseCheck(world.canary())),
                ordered,
                stable,
                turning[worker]::transmitNow);
        turning[worker].protect(protections[worker]);
        access.become(ordered);
    }

    void start() {
        for (int i = 0; i < workers; i++) {
            final int worker = i;
            world.schedule().add("master worker " + i, () -> work(worker));
        }
        world.schedule().add("master control", this::hearAcknowledgements);
    }

    private void work(final int worker) {
        while (!stops) {
            turning[worker].turn();
            Fiber.suspend();
        }
        while (!protections[worker].log().flush()) {
            Fiber.suspend();
        }
        stopped++;
    }

    private void hearAcknowledgements() {
        while (true) {
            world.links().acknowledgements().poll(this::onAcknowledgement, ACKNOWLEDGEMENT_LIMIT);
            Fiber.suspend();
        }
    }

    private void onAcknowledgement(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        for (int i = 0; i < workers; i++) {
            stable.advance(i, buffer.getLong(offset + i * Long.BYTES));
        }
    }

    /** No burst is begun any more. */
    void stop() {
        stops = true;
    }

    boolean isStopped() {
        return stopped == workers;
    }

    boolean holdsNothing() {
        for (final LoggedProtection protection : protections) {
            if (protection.hold().heldPackets() > 0) {
                return false;
            }
        }
        return true;
    }

    long currentBurst(final int worker) {
        return protections[worker].loggedBurst();
    }

    String describe() {
        final StringBuilder text = new StringBuilder("master");
        for (int i = 0; i < workers; i++) {
            text.append(" worker ").append(i);
            text.append(": logged ").append(currentBurst(i));
            text.append(", stable ").append(stable.get(i));
            text.append(", holds ").append(protections[i].hold().heldPackets());
            text.append(protections[i].log().isReady() ? "" : ", log full").append(';');
        }
        return text.toString();
    }

    StateStore state() {
        return state;
    }

    int inUsePackets() {
        return devices.inUsePackets();
    }

    /** Ends an orderly run: what elements and holds still have is given back. */
    void close() {
        for (int i = 0; i < workers; i++) {
            protections[i].hold().dropAll();
            runtimes[i].graph().close();
        }
    }

    /** Gives the memory back, in whatever condition. */
    void destroy() {
        state.close();
        devices.close();
    }
}
