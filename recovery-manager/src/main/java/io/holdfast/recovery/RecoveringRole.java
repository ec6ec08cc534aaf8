package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotReader;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.disk.Generation;
import io.holdfast.log.disk.StoredGeneration;
import io.holdfast.log.disk.StoredMessages;
import io.holdfast.recovery.replay.ReplayDivergence;
import io.holdfast.recovery.view.View;
import java.util.concurrent.TimeUnit;

/**
 * A node that builds a lost pair's state from the log on its disk, and goes on as master.
 *
 * <pre>
 *   LOADING the snapshot ─► REPLAYING all records ─► {@link TakeOver}, to the recovery line ─► master, solo, next view
 *        └────────────────────────┴── something is wrong ──► start again, with an older log or none
 * </pre>
 *
 * <p>In a group with registers it is the replica that the newest view names, in the same incarnation, but for the others
 * not fit until it stands at the recovery line; then it takes over as any replica does: if its master was restarted, or
 * nobody attests it. Should the master live, it goes solo, and this node begins again.
 *
 * <p>It is a replica's life with the disk in the master's place, read as fast as replay goes. What was released under
 * the log's view had been acknowledged, so its records are here. What a master did alone since is not.
 *
 * <p>Used by the node's thread.
 */
final class RecoveringRole implements NodeRole {
    private static final int STORE_LIMIT = 64;
    private static final int SNAPSHOT_LIMIT = 32;
    private static final String DETECTION = "restarted from the log on disk";

    private final NodeContext context;
    private final RoleChange change;
    private final DiskStart disk;
    private final Generation generation;
    private final NodeGraphs graphs;
    private final ReplicaLog log;
    private final Replaying replaying;
    private final SnapshotLoader loader;
    private final SnapshotReader snapshot;
    private final StoredMessages snapshotMessages;
    private final StoredMessages[] records;
    private final long startNs;
    private TakeOver takeOver;
    private boolean isReplaying;
    private boolean isOver;

    /**
     * Opens the newest log.
     *
     * @throws IllegalStateException if it is not one of this node's graph and settings, or cannot be read
     */
    RecoveringRole(final NodeContext context, final RoleChange change, final DiskStart disk) {
        this.context = context;
        this.change = change;
        this.disk = disk;
        final StoredGeneration stored = disk.newest();
        generation = stored.generation();
        startNs = context.nanoClock().nanoTime();
        snapshotMessages = stored.openSnapshot();
        final GenerationHead head;
        try {
            head = readHead();
            check(head);
        } catch (final IllegalStateException e) {
            snapshotMessages.close();
            throw e;
        }
        records = new StoredMessages[generation.workers()];
        for (int worker = 0; worker < records.length; worker++) {
            records[worker] = stored.openRecords(worker);
        }
        graphs = new NodeGraphs(context, head.randomSeed());
        final JoinAnswer answer = new JoinAnswer(
                generation.view(),
                generation.incarnation(),
                context.incarnation(),
                head.randomSeed(),
                generation.epoch());
        log = new ReplicaLog(context, answer, graphs, Durability.MEMORY, worker -> records[worker]);
        // What the lost master may not have released is too old by now to be of use to anybody.
        replaying = new Replaying(context, graphs, log, false);
        loader = new SnapshotLoader(graphs.pieces(), context.rules());
        snapshot = new SnapshotReader(
                snapshotMessages,
                new SnapshotIdentity(generation.view(), generation.incarnation(), generation.epoch()),
                loader);
        replaying.drain();
        context.log().event("no master is there: going on from the log of view " + generation.view() + " on disk");
    }

    private GenerationHead readHead() {
        final GenerationHead[] head = new GenerationHead[1];
        while (snapshotMessages.poll(
                        (buffer, offset, length) -> head[0] =
                                GenerationHead.decode(buffer, offset, length).orElse(null),
                        1)
                == 0) {
            if (snapshotMessages.isAtEnd() || snapshotMessages.isLate()) {
                break;
            }
            Thread.onSpinWait();
        }
        return head[0];
    }

    private void check(final GenerationHead head) {
        final int workers = context.settings().workers();
        if (head == null) {
            throw new IllegalStateException("it does not begin as a log should");
        } else if (generation.fingerprint() != context.definition().fingerprint()) {
            throw new IllegalStateException("it is of another graph");
        } else if (generation.workers() != workers) {
            throw new IllegalStateException("workers must be " + generation.workers() + ": " + workers);
        } else if (head.captureBytes() != context.captureBytes()
                || head.accessBytes() != context.settings().accessBytes()) {
            throw new IllegalStateException("log.capture and log.accessBytes must be as they were");
        }
    }

    @Override
    public int doWork(final long nowNs) {
        if (context.views() == null) {
            disk.announce(nowNs);
        }
        try {
            return recover(nowNs);
        } catch (final ReplayDivergence | IllegalStateException | NodeFailure e) {
            giveUp(e.getMessage());
            return 1;
        }
    }

    private int recover(final long nowNs) {
        if (takeOver != null) {
            return goOnTakingOver(nowNs);
        }
        int work = log.store(STORE_LIMIT);
        if (!isReplaying) {
            work += snapshot.poll(SNAPSHOT_LIMIT);
            checkSnapshot();
            if (loader.isLoaded()) {
                isReplaying = true;
                replaying.begin(graphs, loader.timeNs());
            }
        }
        work += context.team().doWork();
        if (replaying.divergence() != null) {
            throw replaying.divergence();
        }
        if (isReplaying && areRecordsRead()) {
            replaying.stopDraining();
            takeOver = new TakeOver(context, log, replaying, DETECTION, startNs, this::mayGoLive);
        }
        return work;
    }

    private boolean mayGoLive() {
        return context.views() == null || context.views().isMaster();
    }

    @Override
    public boolean isFit(final long nowNs) {
        return takeOver != null && takeOver.stands();
    }

    @Override
    public void onDeposed(final View view) {
        context.log()
                .event("the master of the log on disk has gone on without this node, by " + view + ": joining again");
        change.become(StartingRole.again(context, change, false, 0));
    }

    private void checkSnapshot() {
        if (loader.fault() != null) {
            throw new IllegalStateException(loader.fault());
        } else if (snapshotMessages.isLate()) {
            throw new IllegalStateException(snapshotMessages.lateness());
        } else if (snapshotMessages.isAtEnd() && !loader.isLoaded()) {
            throw new IllegalStateException("its snapshot is not whole");
        }
    }

    private boolean areRecordsRead() {
        boolean allRead = true;
        for (final StoredMessages stream : records) {
            if (stream.isLate()) {
                throw new IllegalStateException(stream.lateness());
            }
            allRead &= stream.isAtEnd();
        }
        return allRead;
    }

    /** Before this the node's graphs are of no use to anybody, so starting again is safe. */
    private void giveUp(final String reason) {
        disk.giveUp(reason);
        change.become(StartingRole.withoutLog(context, change, disk));
    }

    private int goOnTakingOver(final long nowNs) {
        final int work = takeOver.doWork(nowNs);
        if (takeOver.step() == TakeOver.Step.DONE) {
            becomeMaster(nowNs);
        }
        return work;
    }

    private void becomeMaster(final long nowNs) {
        // Without registers one view is left to the old master, which may have gone solo before it ended.
        final long view = context.views() == null
                ? generation.view() + 2
                : context.views().newest().number();
        isOver = true;
        closeStreams();
        change.become(MasterRole.takeOver(context, change, graphs, view, takeOver.times()));
        final StringBuilder line = new StringBuilder();
        for (int worker = 0; worker < log.workers(); worker++) {
            line.append(worker == 0 ? "" : "/").append(replaying.replayedBurst(worker));
        }
        context.log()
                .event("view " + view + ": RECOVERED from the log of view " + generation.view()
                        + " on disk, recovery line at burst " + line + replaying.beyondLine() + ", reached in "
                        + TimeUnit.NANOSECONDS.toMillis(nowNs - startNs)
                        + " ms; what a master did alone since is not in it; SOLO from here");
    }

    private void closeStreams() {
        snapshotMessages.close();
        for (final StoredMessages stream : records) {
            stream.close();
        }
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {
        disk.onHeartbeat(heartbeat);
    }

    @Override
    public StateStore state() {
        return graphs.state();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("recovering", "none", generation.view(), generation.epoch()).peer("is starting");
        for (int worker = 0; worker < log.workers(); worker++) {
            status.worker(new NodeStatus.WorkerStatus(
                    worker, log.storedBurst(worker), 0, 0, replaying.replayedBurst(worker), 0, 0));
        }
        log.describe(status);
        replaying.describe(status);
        status.counter("snapshot.loadedBytes", loader.loadedBytes());
    }

    @Override
    public void close() {
        if (!isOver) {
            isOver = true;
            closeStreams();
            replaying.abandon();
            context.team().retire(graphs::close);
        }
    }
}
