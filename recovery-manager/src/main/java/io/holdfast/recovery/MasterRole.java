package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.StablePositions;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.release.HoldQueue;
import java.security.SecureRandom;
import java.util.List;

/**
 * The node that forwards.
 *
 * <pre>
 *   fresh ─► WAITING ─ joined ─────────► PROTECTED ─ replica lost, or diverged ─► SOLO
 *               │                            ▲                                      │ ▲
 *               └─ no replica in time ─► SOLO └──────────────── joined ──────────────┘ └ take-over
 * </pre>
 *
 * <p>While it is waiting or solo, a {@link Join} may be under way; if that comes to nothing, all is as before.
 *
 * <p>Used by the node's thread.
 */
final class MasterRole implements NodeRole {
    /** Where a master stands between alone and protected. */
    enum Protected {
        /** Has forwarded nothing: waits for a replica. */
        WAITING("none"),
        /** Every burst is logged, outputs are held. */
        PROTECTED("protected"),
        /** Forwards unprotected. */
        SOLO("solo");

        private final String word;

        Protected(final String word) {
            this.word = word;
        }
    }

    private static final int ONLY_WORKER = 0;

    private final NodeContext context;
    private final RoleChange change;
    private final WorkerRuntime runtime;
    private final Worker worker;
    private final WholePacketsOnly whole;
    private final FirstPacketClock device;
    private final DataPath path;
    private final PortDrain drain;
    private final HeartbeatSender heartbeat;
    private final StablePositions stable;
    private final TakeoverTimes takeover;
    private final long startNs;
    private final JoinCounters joins = new JoinCounters();
    private Protected state = Protected.WAITING;
    private LoggedProtection protection;
    private PeerMonitor monitor;
    private Join join;
    /** A join that is over, and has memory to give back. */
    private Join ended;

    private JoinAnswer replica;
    private long view;
    private int epoch;
    private long lastStable;
    private long readyNs;
    private long lastRefusedIncarnation;
    private long replayedBurst;
    private long strayCount;

    /** A master with fresh state, which waits for a replica. */
    static MasterRole fresh(final NodeContext context, final RoleChange change) {
        final int workers = context.settings().workers();
        final RecordingAccess access = new RecordingAccess(ONLY_WORKER, workers);
        final long randomSeed = new SecureRandom().nextLong();
        final WorkerRuntime runtime = new WorkerRuntime(
                new WorkerPlace(ONLY_WORKER, workers, randomSeed),
                context.devices(),
                context.definition(),
                access,
                new FlatStateStore(randomSeed),
                (port, batch) -> batch.free());
        final MasterRole master = new MasterRole(context, change, runtime, access, 1, null);
        context.log()
                .event("master of view 1, waiting for replica "
                        + context.settings().peer().name() + " at "
                        + context.settings().peer().text());
        return master;
    }

    /** A replica that has replayed all it had goes on with the same state. */
    static MasterRole takeOver(
            final NodeContext context,
            final RoleChange change,
            final WorkerRuntime runtime,
            final RecordingAccess access,
            final long view,
            final TakeoverTimes times) {
        final MasterRole master = new MasterRole(context, change, runtime, access, view, times);
        master.forward();
        master.state = Protected.SOLO;
        return master;
    }

    private MasterRole(
            final NodeContext context,
            final RoleChange change,
            final WorkerRuntime runtime,
            final RecordingAccess access,
            final long view,
            final TakeoverTimes takeover) {
        this.context = context;
        this.change = change;
        this.runtime = runtime;
        this.view = view;
        this.takeover = takeover;
        worker = new Worker(runtime, context.devices(), context.epochClock());
        whole = new WholePacketsOnly(worker::transmitNow);
        device = new FirstPacketClock(takeover == null ? worker::transmitNow : whole, context.nanoClock());
        stable = new StablePositions(context.settings().workers());
        final HoldQueue hold = new HoldQueue(
                ONLY_WORKER,
                context.settings().workers(),
                context.settings().log().holdPackets(),
                context.faults().releaseCheck());
        path = new DataPath(runtime, access, worker, device, hold, stable);
        path.unprotect();
        drain = new PortDrain(context.devices(), ONLY_WORKER);
        heartbeat = new HeartbeatSender(context, Role.MASTER);
        startNs = context.nanoClock().nanoTime();
    }

    @Override
    public int doWork(final long nowNs) {
        if (heartbeat.isDue(nowNs)) {
            heartbeat
                    .position(ONLY_WORKER, loggedBurst(), path.hold().releasedBurst(), 0)
                    .send(view, epoch, nowNs);
        }
        if (state == Protected.WAITING) {
            waitForReplica(nowNs);
        } else if (state == Protected.PROTECTED) {
            watchReplica(nowNs);
        }
        final int work = state == Protected.WAITING ? drain.doWork() : worker.turn();
        if (ended != null && !ended.release()) {
            ended = null;
        }
        return work + (join == null ? 0 : goOnJoining(nowNs));
    }

    /** Attempts to join do not prolong the wait: one replica that fails again and again must not stop the traffic. */
    private void waitForReplica(final long nowNs) {
        if (nowNs - startNs > context.settings().failover().replicaWaitNs()) {
            if (join != null) {
                abandonJoin("this master has waited long enough");
            }
            context.log()
                    .event("WARNING: no replica joined within failover.replicaWaitMs = "
                            + context.settings().failover().replicaWaitMs() + " ("
                            + context.settings().peer().name() + " at "
                            + context.settings().peer().text()
                            + " unreachable): going SOLO, forwarding UNPROTECTED");
            forward();
            path.unprotect();
            state = Protected.SOLO;
        }
    }

    private void watchReplica(final long nowNs) {
        if (context.lifeline().lastSaid() == Lifeline.TOOK_OVER) {
            throw new NodeFailure("deposed: " + context.settings().peer().name()
                    + " took over while this node did not answer: it stops forwarding");
        }
        if (stable.get(ONLY_WORKER) != lastStable || lastStable == loggedBurst()) {
            lastStable = stable.get(ONLY_WORKER);
            monitor.progressed(nowNs);
        }
        final PeerMonitor.Verdict verdict = monitor.judgeReplica(nowNs);
        if (verdict != PeerMonitor.Verdict.WORKS) {
            goSolo("replica lost (" + verdict.words() + ")");
        }
    }

    /** Gives the join its turn; what that takes, forwarding stands still. */
    private int goOnJoining(final long nowNs) {
        final long startNs = context.nanoClock().nanoTime();
        final long asideNs = join.takeAsideNs();
        final String doing = asideNs > 0 ? "copying aside" : join.phase().word();
        final int work = join.doWork(nowNs);
        if (join.fault() != null) {
            abandonJoin(join.fault());
        } else if (join.phase() == Join.Phase.DONE) {
            becomeProtected();
        }
        if (work > 0 || asideNs > 0) {
            joins.pause().record(context.nanoClock().nanoTime() - startNs + asideNs, doing);
        }
        return work;
    }

    private void becomeProtected() {
        replica = join.answer();
        protection = join.protection();
        monitor = join.monitor();
        view = replica.view();
        lastStable = stable.get(ONLY_WORKER);
        monitor.progressed(context.nanoClock().nanoTime());
        joins.completed(join, context.nanoClock().nanoTime() - joins.startNs());
        retire();
        if (state == Protected.WAITING) {
            forward();
            worker.protect(protection);
        }
        state = Protected.PROTECTED;
        context.log()
                .event("view " + view + ": PROTECTED, replica "
                        + context.settings().peer().name() + " (" + joins.text() + ")");
    }

    private void retire() {
        if (ended != null) {
            ended.close();
        }
        ended = join;
        join = null;
    }

    private void abandonJoin(final String reason) {
        join.abandon();
        retire();
        joins.abandoned();
        context.log()
                .event("the join of " + context.settings().peer().name() + " came to nothing: " + reason
                        + (state == Protected.SOLO ? "; still SOLO, forwarding UNPROTECTED" : ""));
    }

    private void goSolo(final String reason) {
        context.lifeline().say(Lifeline.DISMISSED);
        context.lifeline().drop();
        path.unprotect();
        protection.releaseAll();
        protection.log().close();
        protection = null;
        view++;
        context.log().event("WARNING: view " + view + ": " + reason + ": going SOLO, forwarding UNPROTECTED");
        state = Protected.SOLO;
    }

    /** Tells the neighbours; from here on packets leave. */
    private void forward() {
        runtime.sink(worker::transmitNow);
        runtime.graph().announce();
        path.unprotect();
        readyNs = context.nanoClock().nanoTime();
    }

    @Override
    public void onJoin(final JoinRequest request) {
        final List<String> differences = JoinCheck.differences(context.joinRequest(), request);
        if (join != null && request.incarnation() == join.answer().replicaIncarnation()) {
            context.control().acceptJoin(join.answer());
        } else if (!differences.isEmpty()) {
            refuse(request, true, String.join("; ", differences));
        } else if (state != Protected.PROTECTED) {
            accept(request);
        } else if (request.incarnation() != replica.replicaIncarnation()) {
            refuse(request, false, "this master has a replica already");
        }
    }

    private void accept(final JoinRequest request) {
        if (join != null) {
            abandonJoin("it has begun anew");
        }
        epoch++;
        final JoinAnswer answer =
                new JoinAnswer(view + 1, context.incarnation(), request.incarnation(), runtime.randomSeed(), epoch);
        final long nowNs = context.nanoClock().nanoTime();
        join = new Join(context, path, answer, nowNs);
        joins.began(nowNs);
        context.control().acceptJoin(answer);
        context.log().event("replica " + request.node() + " joins, log epoch " + epoch);
    }

    private void refuse(final JoinRequest request, final boolean permanent, final String reason) {
        if (request.incarnation() != lastRefusedIncarnation) {
            lastRefusedIncarnation = request.incarnation();
            context.log().event("refused " + request.node() + " as replica: " + reason);
        }
        context.control().refuseJoin(request.incarnation(), permanent, reason);
    }

    /** The replica of the moment, joining or protecting; null if there is none. */
    private JoinAnswer present() {
        if (join != null) {
            return join.answer();
        }
        return state == Protected.PROTECTED ? replica : null;
    }

    private boolean isFromReplica(final long ofView, final long incarnation, final int ofEpoch) {
        final JoinAnswer present = present();
        return present != null
                && ofView == present.view()
                && ofEpoch == present.epoch()
                && incarnation == present.replicaIncarnation();
    }

    @Override
    public boolean onAcknowledgement(final long ackView, final long incarnation, final int ackEpoch) {
        final boolean valid = isFromReplica(ackView, incarnation, ackEpoch);
        if (valid) {
            heardReplica();
        } else {
            strayCount++;
        }
        return valid;
    }

    private void heardReplica() {
        final long nowNs = context.nanoClock().nanoTime();
        if (join != null) {
            join.heard(nowNs);
        } else {
            monitor.heard(nowNs);
        }
    }

    @Override
    public void onStored(final int ackWorker, final long burst) {
        if (ackWorker < stable.workers() && burst <= loggedBurst()) {
            stable.advance(ackWorker, burst);
        } else {
            strayCount++;
        }
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        if (sender.role() == Role.MASTER && sender.view() > view) {
            yieldTo(sender);
        } else if (sender.role() == Role.MASTER
                && sender.view() == view
                && sender.incarnation() > context.incarnation()) {
            throw new NodeFailure("both nodes started as master of view " + view
                    + ": group.members must name the same member first on both nodes; this one stops");
        } else if (sender.role() == Role.REPLICA
                && isFromReplica(sender.view(), sender.incarnation(), sender.epoch())
                && positions.length > 0) {
            replayedBurst = positions[0].replayed();
            heardReplica();
            if (join != null) {
                join.onReplicaPosition(positions[0]);
            }
            // The same as an acknowledgement: one that was lost is made good by the next heartbeat.
            for (int i = 0; i < positions.length; i++) {
                onStored(i, positions[i].logged());
            }
        }
    }

    /** There is a master of a newer view: whoever has forwarded must not go on, whoever has not joins it. */
    private void yieldTo(final HeartbeatHeader master) {
        final String peer = context.settings().peer().name();
        if (state != Protected.WAITING) {
            throw new NodeFailure("deposed: " + peer + " is master of view " + master.view() + ", this node of view "
                    + view + ": it stops forwarding");
        }
        context.log().event(peer + " is master of view " + master.view() + " already: joining it");
        change.become(StartingRole.again(context, change, false, 0));
    }

    @Override
    public void onSnapshotReport(
            final long reportView, final long incarnation, final int reportEpoch, final String fault) {
        if (join != null && isFromReplica(reportView, incarnation, reportEpoch)) {
            join.onSnapshotReport(fault);
        }
    }

    @Override
    public void onDivergence(
            final long divergentView,
            final long incarnation,
            final int divergentEpoch,
            final int of,
            final long burst) {
        if (!isFromReplica(divergentView, incarnation, divergentEpoch)) {
            return;
        }
        joins.diverged();
        if (join != null) {
            join.onDivergence(burst);
        } else {
            goSolo("DIVERGENCE: the replica's replay of burst " + burst + " of worker " + of + " differs");
        }
    }

    private LoggedProtection logging() {
        return join != null ? join.protection() : protection;
    }

    private long loggedBurst() {
        final LoggedProtection logging = logging();
        return logging == null ? 0 : logging.loggedBurst();
    }

    private String peerState() {
        if (join != null) {
            return "joining: " + join.phase().word();
        }
        return state == Protected.PROTECTED ? "is replica" : "no replica";
    }

    @Override
    public StateStore state() {
        return runtime.state();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("master", state.word, view, epoch).peer(peerState());
        if (takeover != null) {
            status.takeover(
                    takeover.detection(),
                    new NodeStatus.Takeover(
                            takeover.detectedNs(), takeover.replayedNs(), readyNs, device.firstPacketNs()));
        }
        status.worker(new NodeStatus.WorkerStatus(
                ONLY_WORKER,
                loggedBurst(),
                state == Protected.PROTECTED ? stable.get(ONLY_WORKER) : loggedBurst(),
                path.hold().releasedBurst(),
                replayedBurst,
                path.hold().heldPackets(),
                path.hold().highWaterPackets()));
        if (logging() != null) {
            status.counter("log.backPressure", logging().log().backPressureCount());
        }
        joins.describe(status, join);
        status.drop("hold.full", path.hold().overflowCount())
                .drop("takeover.cutOff", whole.cutOffCount())
                .graph(runtime.graph())
                .counter("bursts", worker.burstCount())
                .counter("control.strayAcknowledgements", strayCount)
                .counter("discardedBeforeForwarding", drain.discardedCount());
    }

    @Override
    public void close() {
        path.hold().dropAll();
        if (ended != null) {
            ended.close();
        }
        if (join != null) {
            join.close();
        }
        if (logging() != null) {
            logging().log().close();
        }
        runtime.close();
    }
}
