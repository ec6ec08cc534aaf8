package io.holdfast.recovery;

import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.release.HoldQueue;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The node that forwards.
 *
 * <pre>
 *   fresh ─► WAITING ─ join ─► JOINING ─ replica follows ─► PROTECTED ─ replica lost ─► SOLO
 *               │ ▲               │                                                      ▲
 *               │ └── gave up ────┘                            take-over ────────────────┤
 *               └───────────── no replica in time ───────────────────────────────────────┘
 * </pre>
 *
 * <p>Used by the node's thread.
 */
final class MasterRole implements NodeRole {
    /** Where a master stands between alone and protected. */
    enum Protected {
        /** Has no state and forwards nothing: a replica may join. */
        WAITING("none"),
        /** A replica was accepted; it must connect before anything is forwarded. */
        JOINING("none"),
        /** Every burst is logged, outputs are held. */
        PROTECTED("protected"),
        /** Forwards unprotected. */
        SOLO("solo");

        private final String word;

        Protected(final String word) {
            this.word = word;
        }
    }

    /** How long an accepted replica may take to connect and follow; both sides give up then. */
    static final long JOIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int ONLY_WORKER = 0;

    private final NodeContext context;
    private final WorkerRuntime runtime;
    private final RecordingAccess access;
    private final Worker worker;
    private final WholePacketsOnly whole;
    private final FirstPacketClock device;
    private final PortDrain drain;
    private final HeartbeatSender heartbeat;
    private final StablePositions stable;
    private final long randomSeed;
    private final TakeoverTimes takeover;
    private final long startNs;
    private Protected state = Protected.WAITING;
    private LoggedProtection protection;
    private PeerMonitor monitor;
    private JoinAnswer joining;
    private long view;
    private int epoch;
    private long stateSinceNs;
    private long lastStable;
    private long readyNs;
    private boolean replicaFollows;
    private long lastRefusedIncarnation;
    private long replayedBurst;
    private long strayCount;

    /** A master with fresh state, which waits for a replica. */
    static MasterRole fresh(final NodeContext context, final RoleChange change) {
        final long seed = new SecureRandom().nextLong();
        final int workers = context.settings().workers();
        final RecordingAccess access = new RecordingAccess(ONLY_WORKER, workers);
        final WorkerRuntime runtime = new WorkerRuntime(
                new WorkerPlace(ONLY_WORKER, workers, seed),
                context.devices(),
                context.definition(),
                access,
                new FlatStateStore(),
                (port, batch) -> batch.free());
        final MasterRole master = new MasterRole(context, runtime, access, seed, 1, null);
        context.log()
                .event("master of view 1, waiting for replica "
                        + context.settings().peer().name() + " at "
                        + context.settings().peer().text());
        return master;
    }

    /** A replica that has replayed all it had goes on with the same state. */
    static MasterRole takeOver(
            final NodeContext context,
            final WorkerRuntime runtime,
            final RecordingAccess access,
            final long view,
            final TakeoverTimes times) {
        final MasterRole master = new MasterRole(context, runtime, access, 0, view, times);
        master.forward(Protected.SOLO);
        return master;
    }

    private MasterRole(
            final NodeContext context,
            final WorkerRuntime runtime,
            final RecordingAccess access,
            final long randomSeed,
            final long view,
            final TakeoverTimes takeover) {
        this.context = context;
        this.runtime = runtime;
        this.access = access;
        this.randomSeed = randomSeed;
        this.view = view;
        this.takeover = takeover;
        worker = new Worker(runtime, context.devices(), context.epochClock());
        whole = new WholePacketsOnly(worker::transmitNow);
        device = new FirstPacketClock(takeover == null ? worker::transmitNow : whole, context.nanoClock());
        worker.protect(new NoProtection(device));
        drain = new PortDrain(context.devices(), ONLY_WORKER);
        heartbeat = new HeartbeatSender(context, Role.MASTER);
        stable = new StablePositions(context.settings().workers());
        startNs = context.nanoClock().nanoTime();
        stateSinceNs = startNs;
    }

    @Override
    public int doWork(final long nowNs) {
        if (heartbeat.isDue(nowNs)) {
            heartbeat.position(ONLY_WORKER, loggedBurst(), releasedBurst(), 0).send(view, epoch, nowNs);
        }
        return switch (state) {
            case WAITING -> waitForReplica(nowNs);
            case JOINING -> completeJoin(nowNs);
            case PROTECTED -> forwardProtected(nowNs);
            case SOLO -> worker.turn();
        };
    }

    private int waitForReplica(final long nowNs) {
        if (hasWaitedEnough(nowNs)) {
            context.log()
                    .event("WARNING: no replica joined within failover.replicaWaitMs = "
                            + context.settings().failover().replicaWaitMs() + " ("
                            + context.settings().peer().name() + " at "
                            + context.settings().peer().text()
                            + " unreachable): going SOLO, forwarding UNPROTECTED");
            forward(Protected.SOLO);
        }
        return drain.doWork();
    }

    /** Attempts to join do not prolong the wait: one replica that fails again and again must not stop the traffic. */
    private boolean hasWaitedEnough(final long nowNs) {
        return nowNs - startNs > context.settings().failover().replicaWaitNs();
    }

    private int completeJoin(final long nowNs) {
        if (protection.log().isConnected() && context.lifeline().isConnected() && replicaFollows) {
            view = joining.view();
            monitor = new PeerMonitor(context.settings().failover().heartbeatTimeoutNs(), context.lifeline(), nowNs);
            context.lifeline().say(Lifeline.PROTECTED);
            forward(Protected.PROTECTED);
            context.log()
                    .event("view " + view + ": PROTECTED, replica "
                            + context.settings().peer().name());
        } else if (nowNs - stateSinceNs > JOIN_TIMEOUT_NS) {
            context.log()
                    .event("the replica accepted did not connect in time ("
                            + (context.lifeline().isConnected()
                                    ? ""
                                    : "no lifeline, TCP "
                                            + context.settings().self().text() + " must be reachable; ")
                            + (protection.log().isConnected()
                                    ? ""
                                    : "no log stream, UDP port "
                                            + context.settings().peer().logPort() + " of the peer must be reachable; ")
                            + "no sooner than " + TimeUnit.NANOSECONDS.toSeconds(JOIN_TIMEOUT_NS)
                            + " s): waiting for one again");
            dismissReplica();
            protection = null;
            enter(Protected.WAITING);
        }
        return drain.doWork();
    }

    private int forwardProtected(final long nowNs) {
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
        return worker.turn();
    }

    private void goSolo(final String reason) {
        dismissReplica();
        protection.releaseAll();
        worker.protect(new NoProtection(device));
        view++;
        context.log().event("WARNING: view " + view + ": " + reason + ": going SOLO, forwarding UNPROTECTED");
        enter(Protected.SOLO);
    }

    private void dismissReplica() {
        context.lifeline().say(Lifeline.DISMISSED);
        context.lifeline().drop();
        protection.log().close();
    }

    /** Tells the neighbours, then forwards. */
    private void forward(final Protected newState) {
        runtime.sink(worker::transmitNow);
        runtime.graph().announce();
        worker.protect(newState == Protected.PROTECTED ? protection : new NoProtection(device));
        enter(newState);
        readyNs = stateSinceNs;
    }

    private void enter(final Protected newState) {
        state = newState;
        stateSinceNs = context.nanoClock().nanoTime();
    }

    @Override
    public void onJoin(final JoinRequest request) {
        if (joining != null
                && request.incarnation() == joining.replicaIncarnation()
                && (state == Protected.JOINING || state == Protected.PROTECTED)) {
            context.control().acceptJoin(joining);
        } else if (state == Protected.WAITING || state == Protected.JOINING) {
            if (!hasWaitedEnough(context.nanoClock().nanoTime())) {
                accept(request);
            }
        } else {
            refuse(
                    request,
                    state == Protected.SOLO
                            ? "this master already has state that a fresh replica lacks, and joining a running master"
                                    + " is not in this version: restart both nodes together"
                            : "this master has a replica already");
        }
    }

    private void accept(final JoinRequest request) {
        final List<String> differences = JoinCheck.differences(context.joinRequest(), request);
        if (!differences.isEmpty()) {
            refuse(request, String.join("; ", differences));
            return;
        }
        if (protection != null) {
            dismissReplica();
        }
        epoch++;
        joining = new JoinAnswer(view + 1, context.incarnation(), request.incarnation(), randomSeed, epoch);
        replicaFollows = false;
        context.lifeline().expect(request.incarnation());
        openLog();
        context.control().acceptJoin(joining);
        context.log().event("replica " + request.node() + " joins, log epoch " + epoch);
        enter(Protected.JOINING);
    }

    private void openLog() {
        final int captureBytes = context.captureBytes();
        final RecordBuffer record = new RecordBuffer(captureBytes);
        record.identify(joining.view(), context.incarnation(), epoch, ONLY_WORKER);
        final HoldQueue hold = new HoldQueue(
                ONLY_WORKER,
                context.settings().workers(),
                context.settings().log().holdPackets(),
                context.releaseCheck());
        stable.reset(0);
        lastStable = 0;
        access.startEpoch();
        protection = new LoggedProtection(
                record,
                new LogWriter(context.transport().openLogWriter(ONLY_WORKER), record, captureBytes),
                hold,
                access,
                stable,
                device);
    }

    private void refuse(final JoinRequest request, final String reason) {
        if (request.incarnation() != lastRefusedIncarnation) {
            lastRefusedIncarnation = request.incarnation();
            context.log().event("refused " + request.node() + " as replica: " + reason);
        }
        context.control().refuseJoin(request.incarnation(), reason);
    }

    @Override
    public boolean onAcknowledgement(final long ackView, final long incarnation, final int ackEpoch) {
        final boolean valid = state == Protected.PROTECTED
                && ackView == view
                && ackEpoch == epoch
                && incarnation == joining.replicaIncarnation();
        if (valid) {
            monitor.heard(context.nanoClock().nanoTime());
        } else {
            strayCount++;
        }
        return valid;
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
            throw new NodeFailure("deposed: " + context.settings().peer().name() + " is master of view " + sender.view()
                    + ", this node of view " + view + ": it stops forwarding");
        }
        if (sender.role() == Role.MASTER && sender.view() == view && sender.incarnation() > context.incarnation()) {
            throw new NodeFailure("both nodes started as master of view " + view
                    + ": group.members must name the same member first on both nodes; this one stops");
        }
        if (sender.role() == Role.REPLICA
                && joining != null
                && sender.incarnation() == joining.replicaIncarnation()
                && sender.epoch() == epoch) {
            replicaFollows = true;
            replayedBurst = positions.length > 0 ? positions[0].replayed() : 0;
            if (monitor != null) {
                monitor.heard(context.nanoClock().nanoTime());
            }
            if (state == Protected.PROTECTED && sender.view() == view) {
                // The same as an acknowledgement: one that was lost is made good by the next heartbeat.
                for (int i = 0; i < positions.length; i++) {
                    onStored(i, positions[i].logged());
                }
            }
        }
    }

    @Override
    public void onDivergence(
            final long divergentView,
            final long incarnation,
            final int divergentEpoch,
            final int of,
            final long burst) {
        if (state == Protected.PROTECTED && divergentEpoch == epoch && incarnation == joining.replicaIncarnation()) {
            goSolo("DIVERGENCE: the replica's replay of burst " + burst + " of worker " + of + " differs");
        }
    }

    private long loggedBurst() {
        return protection == null ? 0 : protection.loggedBurst();
    }

    private long releasedBurst() {
        return protection == null ? 0 : protection.hold().releasedBurst();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("master", state.word, view, epoch).peer(state.name().toLowerCase(Locale.ROOT));
        if (takeover != null) {
            status.takeover(
                    takeover.detection(),
                    new NodeStatus.Takeover(
                            takeover.detectedNs(), takeover.replayedNs(), readyNs, device.firstPacketNs()));
        }
        final boolean logging = state == Protected.PROTECTED;
        status.worker(new NodeStatus.WorkerStatus(
                ONLY_WORKER,
                loggedBurst(),
                logging ? stable.get(ONLY_WORKER) : loggedBurst(),
                releasedBurst(),
                replayedBurst,
                protection == null ? 0 : protection.hold().heldPackets(),
                protection == null ? 0 : protection.hold().highWaterPackets()));
        if (protection != null) {
            status.drop("hold.full", protection.hold().overflowCount())
                    .counter("log.backPressure", protection.log().backPressureCount());
        }
        status.drop("takeover.cutOff", whole.cutOffCount());
        status.graph(runtime.graph())
                .counter("bursts", worker.burstCount())
                .counter("control.strayAcknowledgements", strayCount)
                .counter("discardedBeforeForwarding", drain.discardedCount());
    }

    @Override
    public void close() {
        if (protection != null) {
            protection.hold().dropAll();
            if (state == Protected.JOINING || state == Protected.PROTECTED) {
                protection.log().close();
            }
        }
        runtime.close();
    }
}
