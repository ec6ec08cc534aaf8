package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A data path that is as simple as can be: the state is a list of operations, the log is that list, and each
 * operation has one output. A replica has a beginning of its master's list.
 */
final class SimulatedPlane implements ViewHost {
    private static final int HELD_CAPACITY = 64;
    private static final int CLOSE_BEHIND = 48;
    private static final int BATCH = 256;
    private static final long CANDIDATE_NS = 30_000_000;
    private static final long STALL_NS = 20_000_000;

    private final SimulatedNode node;
    private final GroupOracle oracle;
    private final GroupCanary canary;
    private final List<Integer> operations = new ArrayList<>();
    private View view = View.BEFORE_ALL;
    private MemberId follower;
    private MemberId source;
    private int acknowledged;
    private long followerHeardNs;
    private long progressNs;
    private long echoedNs;
    private int released;
    private int holdMark;
    private boolean isDraining;
    private boolean isSealed;
    private boolean wasMaster;

    SimulatedPlane(final SimulatedNode node, final GroupOracle oracle, final GroupCanary canary) {
        this.node = node;
        this.oracle = oracle;
        this.canary = canary;
        echoedNs = node.nowNs();
    }

    private boolean isMaster() {
        return view.isMaster(node.self());
    }

    @Override
    public String toString() {
        return operations.size() + " operations, " + released + " released, " + acknowledged + " acknowledged by "
                + follower + (isSealed ? ", sealed" : "") + (isDraining ? ", draining" : "") + ", " + view;
    }

    /** One turn: take in, log, release; or ask to join. */
    void doWork(final long nowNs) {
        if (isMaster() || canary == GroupCanary.KEEPS_RELEASING_WHEN_DEPOSED && wasMaster) {
            takeIn();
            log(nowNs);
            release(nowNs);
            judgeCandidate(nowNs);
        } else if (view.master() != null && view.master().node() != node.id() && !view.isReplica(node.self())) {
            node.sendJoin(view.master().node());
        }
    }

    private void takeIn() {
        final boolean stops = isDraining && canary != GroupCanary.RELEASES_WHILE_HANDING_OVER;
        if (!stops && operations.size() - released < HELD_CAPACITY) {
            operations.add(node.nextOperation());
        }
    }

    private void log(final long nowNs) {
        if (follower == null) {
            return;
        }
        final int end = Math.min(operations.size(), acknowledged + BATCH);
        final WireWriter out = node.message(SimulatedNode.LOG)
                .putLong(node.self().incarnation())
                .putLong(follower.incarnation())
                .putLong(nowNs)
                .putInt(acknowledged)
                .putInt(end - acknowledged);
        for (int i = acknowledged; i < end; i++) {
            out.putInt(operations.get(i));
        }
        node.send(follower.node(), out);
    }

    private void release(final long nowNs) {
        final GroupMember.Release rule = rule(nowNs);
        final int limit = switch (rule) {
            case NOTHING -> released;
            case STABLE -> Math.min(operations.size(), acknowledged);
            case EVERYTHING -> operations.size();
        };
        while (released < limit) {
            oracle.onRelease(node.id(), view, operations.get(released++), node.worldNs());
        }
    }

    private GroupMember.Release rule(final long nowNs) {
        final GroupMember member = node.member();
        if (canary == GroupCanary.IGNORES_LEASE && view.kind() == View.Kind.PROTECTED) {
            return GroupMember.Release.STABLE;
        }
        if (canary == GroupCanary.SOLO_BEFORE_KNOWN && member.isProposing(ViewProposal.Purpose.GO_SOLO)) {
            return GroupMember.Release.EVERYTHING;
        }
        if (canary == GroupCanary.DOES_NOT_HOLD && view.kind() == View.Kind.SOLO) {
            return GroupMember.Release.EVERYTHING;
        }
        if (canary == GroupCanary.RELEASES_WHILE_HANDING_OVER && member.isProposing(ViewProposal.Purpose.HAND_OVER)) {
            return GroupMember.Release.EVERYTHING;
        }
        if (canary == GroupCanary.KEEPS_RELEASING_WHEN_DEPOSED && !isMaster()) {
            return GroupMember.Release.EVERYTHING;
        }
        return member.release(nowNs);
    }

    private void judgeCandidate(final long nowNs) {
        if (view.kind() != View.Kind.SOLO || follower == null) {
            return;
        }
        if (nowNs - followerHeardNs > CANDIDATE_NS) {
            follower = null;
            node.member().candidate(null);
        } else if (acknowledged >= operations.size() - CLOSE_BEHIND) {
            node.member().candidate(follower);
        }
    }

    /** Whether the replica acknowledges what it is sent. */
    boolean isReplicaStalled(final long nowNs) {
        return view.kind() == View.Kind.PROTECTED && acknowledged < operations.size() && nowNs - progressNs > STALL_NS;
    }

    void onJoin(final MemberId joining, final long nowNs) {
        if (isMaster() && view.kind() == View.Kind.SOLO && joining.node() != node.id()) {
            if (!joining.equals(follower) && (follower == null || follower.isFormer(joining))) {
                follower = joining;
                acknowledged = 0;
                followerHeardNs = nowNs;
            }
        }
    }

    void onLog(final int from, final WireReader in) {
        final MemberId master = new MemberId(from, in.readLong());
        final long toIncarnation = in.readLong();
        final long timestampNs = in.readLong();
        final int first = in.readInt();
        final int count = in.readInt();
        final boolean isSealedNow = isSealed && canary != GroupCanary.STORES_AFTER_SEAL;
        if (isSealedNow || toIncarnation != node.self().incarnation() || !view.isMaster(master)) {
            return;
        }
        if (!master.equals(source)) {
            // Another master's state: what was loaded before is of no use.
            operations.clear();
            source = master;
        }
        for (int i = 0; i < count; i++) {
            final int operation = in.readInt();
            if (first + i == operations.size()) {
                operations.add(operation);
            }
        }
        echoedNs = node.nowNs();
        node.send(
                from,
                node.message(SimulatedNode.ACKNOWLEDGEMENT)
                        .putLong(node.self().incarnation())
                        .putLong(master.incarnation())
                        .putLong(timestampNs)
                        .putInt(operations.size()));
    }

    void onAcknowledgement(final int from, final WireReader in, final long nowNs) {
        final MemberId replica = new MemberId(from, in.readLong());
        final long toIncarnation = in.readLong();
        final long timestampNs = in.readLong();
        final int stored = in.readInt();
        if (!isMaster() || toIncarnation != node.self().incarnation() || !replica.equals(follower)) {
            return;
        }
        followerHeardNs = nowNs;
        if (stored > acknowledged) {
            acknowledged = stored;
            progressNs = nowNs;
        }
        if (acknowledged == operations.size()) {
            progressNs = nowNs;
        }
        node.member().onEcho(replica, timestampNs);
    }

    @Override
    public void onView(final View next, final MemberId self) {
        final boolean wasReplica = view.isReplica(self);
        oracle.onView(node.id(), view, next);
        view = next;
        isDraining = false;
        wasMaster |= isMaster();
        if (isMaster() && (wasReplica || next.reason() == View.Reason.STARTED)) {
            oracle.onMaster(node.id(), next, state());
            released = operations.size();
            follower = null;
        }
        if (next.kind() == View.Kind.SOLO && isMaster()) {
            follower = null;
        }
        progressNs = node.nowNs();
        if (next.kind() == View.Kind.NONE) {
            node.onGivenUp(next);
        }
    }

    private BitSet state() {
        final BitSet state = new BitSet();
        operations.forEach(state::set);
        return state;
    }

    @Override
    public long onDeposed(final View next) {
        if (canary != GroupCanary.KEEPS_RELEASING_WHEN_DEPOSED) {
            operations.clear();
            source = null;
            released = 0;
            follower = null;
        }
        isSealed = false;
        isDraining = false;
        return node.renewIncarnation();
    }

    @Override
    public long seal() {
        isSealed = true;
        return echoedNs;
    }

    @Override
    public void hold(final MemberId joining) {
        holdMark = operations.size();
    }

    @Override
    public boolean isStored(final MemberId joining) {
        return canary == GroupCanary.PROTECTS_BEFORE_STORED || joining.equals(follower) && acknowledged >= holdMark;
    }

    @Override
    public void unhold() {}

    @Override
    public void drain() {
        isDraining = true;
    }

    @Override
    public boolean isDrained() {
        return canary == GroupCanary.RELEASES_WHILE_HANDING_OVER
                || released == operations.size() && acknowledged == operations.size();
    }

    @Override
    public void resume() {
        isDraining = false;
    }
}
