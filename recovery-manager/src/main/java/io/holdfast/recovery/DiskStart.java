package io.holdfast.recovery;

import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.disk.Generation;
import io.holdfast.log.disk.StoredGeneration;
import io.holdfast.log.sbe.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What two nodes that start without a master do about the logs on their disks.
 *
 * <p>A starting node says, in heartbeats of a replica without an epoch, of which view its log on disk is. Where both are
 * starting, there is no master, and the newer log goes on; only then: a node that hears nothing may be cut off from a
 * master that lives. The first member, which may always start a group, waits {@code failover.replicaWaitMs} for the
 * other's word, and does without then.
 *
 * <p>In a group with registers none of this is said or heard: the newest view names the node whose log it is ({@link
 * #choose(long, long)}).
 *
 * <p>Used by the node's thread.
 */
final class DiskStart {
    /** What to do now. */
    enum Choice {
        /** Go on as without a log on disk. */
        FRESH,
        /** Look for a master, and listen. */
        WAIT,
        /** The newest log is this node's. */
        RECOVER
    }

    private static final int NO_EPOCH = 0;

    private final NodeContext context;
    private final Deque<StoredGeneration> logs = new ArrayDeque<>();
    private final HeartbeatSender announcement;
    private final long startNs;
    private boolean isPeerStarting;
    private long peerView;
    private long heardNs;

    /** Looks what is on disk. */
    DiskStart(final NodeContext context) {
        this(context, context.durability().stored());
    }

    private DiskStart(final NodeContext context, final List<StoredGeneration> stored) {
        this.context = context;
        announcement = new HeartbeatSender(context, Role.REPLICA);
        for (int worker = 0; worker < context.settings().workers(); worker++) {
            announcement.position(worker, 0, 0, 0);
        }
        startNs = context.nanoClock().nanoTime();
        heardNs = startNs;
        stored.forEach(logs::addLast);
        if (!logs.isEmpty()) {
            context.log().event("a log of view " + view() + " is on disk");
        }
    }

    /** Nothing is looked at: this process has thrown away the state that the disk may tell of. */
    static DiskStart ignored(final NodeContext context) {
        return new DiskStart(context, List.of());
    }

    /** View of the newest log that may be of use; 0 if there is none. */
    long view() {
        return logs.isEmpty() ? 0 : logs.getLast().generation().view();
    }

    /** Tells the peer, now and then. */
    void announce(final long nowNs) {
        if (context.durability().isOnDisk() && announcement.isDue(nowNs)) {
            announcement.send(view(), NO_EPOCH, nowNs);
        }
    }

    /** The peer said something. */
    void onHeartbeat(final HeartbeatHeader heartbeat) {
        isPeerStarting = heartbeat.role() == Role.REPLICA && heartbeat.epoch() == NO_EPOCH;
        if (isPeerStarting) {
            peerView = heartbeat.view();
            heardNs = context.nanoClock().nanoTime();
        }
    }

    /** When the peer last said that it is starting, too; this node's own start if it never did. */
    long heardNs() {
        return heardNs;
    }

    /**
     * Decides.
     *
     * @param masterMayLive whether this node knew of a master
     */
    Choice choose(final long nowNs, final boolean masterMayLive) {
        if (!context.durability().isOnDisk()) {
            return Choice.FRESH;
        }
        final FailoverSettings failover = context.settings().failover();
        final boolean isFirst = context.settings().isFirst();
        if (nowNs - startNs < failover.startupListenNs()) {
            return Choice.WAIT;
        }
        if (isPeerStarting && nowNs - heardNs <= failover.heartbeatTimeoutNs()) {
            if (view() == 0 && peerView == 0) {
                return Choice.FRESH;
            }
            return view() > peerView || view() == peerView && isFirst ? Choice.RECOVER : Choice.WAIT;
        }
        if (!isFirst || masterMayLive || nowNs - heardNs <= failover.replicaWaitNs()) {
            return Choice.WAIT;
        }
        return view() == 0 ? Choice.FRESH : Choice.RECOVER;
    }

    /**
     * Whether the log of a protected view is here, in a group whose views are decided by registers. Logs of other views
     * are of no use to it: whoever was master after them released what they do not tell of.
     */
    boolean choose(final long view, final long masterIncarnation) {
        while (!logs.isEmpty() && (view() != view || logs.getLast().generation().incarnation() != masterIncarnation)) {
            logs.removeLast();
        }
        return !logs.isEmpty();
    }

    /** The newest log, to go on with. */
    StoredGeneration newest() {
        return logs.getLast();
    }

    /** The newest log is of no use; the one before may be, if its snapshot had not been replaced yet. */
    void giveUp(final String reason) {
        final Generation given = logs.removeLast().generation();
        final String text = "the log of view " + given.view() + " on disk cannot be used: " + reason
                + (logs.isEmpty() ? ": ITS STATE IS LOST" : "; trying an older one");
        context.alarms().raise(text);
        context.log().event(text);
    }

    /** Says what a master of this view makes of the log here. */
    void replacedBy(final long masterView) {
        if (view() > masterView) {
            final String text = "the log of view " + view() + " on disk is given up for a master of view " + masterView
                    + " (was it started anew?): ITS STATE IS LOST";
            context.alarms().raise(text);
            context.log().event(text);
        }
    }
}
