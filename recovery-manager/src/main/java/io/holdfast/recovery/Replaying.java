package io.holdfast.recovery;

import io.holdfast.packet.PacketDevices;
import io.holdfast.recovery.replay.ReplayDivergence;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import io.holdfast.recovery.replay.UnreleasedOutputs;
import io.holdfast.recovery.replay.WorkerReplay;

/**
 * What the workers of a replica do: drop what comes in, and replay what is stored, each its own stream.
 *
 * <p>Used by the node's thread; what workers do changes at their meetings.
 */
final class Replaying {
    private static final int LIMIT = 32;

    private final WorkerTeam team;
    private final ReplayPace pace;
    private final ReplayOrder order;
    private final WorkerReplay[] replays;
    private final PortDrain[] ports;
    /** Read by the workers: they cannot meet, as one may wait for what died with the master. */
    private volatile boolean drains = true;

    private boolean begun;

    /**
     * Makes replays of a log; the graphs' accesses and outputs are theirs from here on.
     *
     * @param resends whether what the master may not have released is sent again at a take-over
     */
    Replaying(final NodeContext context, final NodeGraphs graphs, final ReplicaLog log, final boolean resends) {
        team = context.team();
        pace = new ReplayPace(log, context.settings().log());
        order = graphs.accesses().replayOrder(log.rings());
        replays = new WorkerReplay[graphs.workers()];
        ports = new PortDrain[graphs.workers()];
        for (int i = 0; i < replays.length; i++) {
            final int worker = i;
            final PacketDevices devices = context.devices();
            final ReplayingAccess access = graphs.accesses().replaying(worker, order);
            replays[worker] = new WorkerReplay(
                    graphs.runtime(worker),
                    log.records(worker),
                    access,
                    order,
                    new WholePacketsOnly((port, batch) -> devices.port(port).transmit(worker, batch)),
                    context.settings().log().captureFull(),
                    resends
                            ? new UnreleasedOutputs(
                                    context.settings().log().holdPackets(), () -> log.releasedBurst(worker))
                            : UnreleasedOutputs.none());
            ports[worker] = new PortDrain(devices, worker);
        }
    }

    /** What comes in is dropped; nothing is replayed yet. */
    void drain() {
        team.meet(() -> {
            for (int i = 0; i < ports.length; i++) {
                team.assignPatient(i, ports[i]::doWork);
            }
        });
    }

    /** The state that the log begins with is there: it is replayed from here on. */
    void begin(final NodeGraphs graphs, final long timeNs) {
        begun = true;
        team.meet(() -> {
            graphs.advanceTo(timeNs);
            for (int i = 0; i < replays.length; i++) {
                final WorkerReplay replay = replays[i];
                final PortDrain port = ports[i];
                team.assignPatient(
                        i, () -> (drains ? port.doWork() : 0) + (pace.mayReplay() ? replay.doWork(LIMIT) : 0));
            }
        });
    }

    /** What comes in is kept for the master to be; replay goes on. */
    void stopDraining() {
        drains = false;
        pace.hurry();
    }

    /** Nothing of this is of use any more: bursts come to their ends, and no more are replayed. */
    void abandon() {
        order.abandon();
        pace.hurry();
        if (begun) {
            // Before they meet: a burst goes on only when all others have seen that it is over.
            team.turnUntil(order::allStand);
        }
    }

    /** The pair is protected: replay may be lazy from here on. Once a turn. */
    void look(final long nowNs) {
        pace.look(nowNs);
    }

    ReplayOrder order() {
        return order;
    }

    /** Where this replica went another way than its master, or null. */
    ReplayDivergence divergence() {
        return order.divergence();
    }

    /** Whether all workers are live: the streams are sealed, and replayed as far as they can be. */
    boolean isDone() {
        for (final WorkerReplay replay : replays) {
            if (!replay.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Whether records may wait at present: replay is lazy, and not enough has piled up yet. */
    boolean mayWait() {
        return !pace.mayReplay();
    }

    long replayedBurst(final int worker) {
        return replays[worker].replayedBurst();
    }

    /** What came of the records beyond the line, in words; empty if there were none. */
    String beyondLine() {
        long rerun = 0;
        long lost = 0;
        for (final WorkerReplay replay : replays) {
            rerun += replay.rerunCount();
            lost += replay.lostCount();
        }
        return rerun + lost == 0 ? "" : ", beyond it " + rerun + " records run again and " + lost + " dropped";
    }

    /** How many packets were sent again, in words; empty if none. */
    String sentAgain() {
        long sent = 0;
        for (final WorkerReplay replay : replays) {
            sent += replay.unreleased().sentCount();
        }
        return sent == 0 ? "" : ", " + sent + " packets sent again";
    }

    /** Gives back the outputs that are kept. The workers rest. */
    void freeOutputs() {
        for (final WorkerReplay replay : replays) {
            replay.unreleased().freeAll();
        }
    }

    void describe(final StatusBuilder status) {
        long noBuffer = 0;
        long overflow = 0;
        long discarded = 0;
        long kept = 0;
        long givenUp = 0;
        for (int i = 0; i < replays.length; i++) {
            noBuffer += replays[i].noBufferCount();
            overflow += replays[i].overflowCount();
            discarded += ports[i].discardedCount();
            kept += replays[i].unreleased().size();
            givenUp += replays[i].unreleased().givenUpCount();
        }
        status.drop("replica.muted", discarded)
                .counter("replay.piles", pace.pileCount())
                .counter("replay.noBuffer", noBuffer)
                .counter("replay.outputOverflow", overflow)
                .counter("resend.kept", kept)
                .counter("resend.givenUp", givenUp);
    }
}
