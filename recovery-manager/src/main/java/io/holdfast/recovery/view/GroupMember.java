package io.holdfast.recovery.view;

import io.holdfast.recovery.view.FailureJudge.Verdict;
import io.holdfast.recovery.view.View.Kind;
import io.holdfast.recovery.view.View.Reason;
import io.holdfast.recovery.view.ViewProposal.Preparation;
import io.holdfast.recovery.view.ViewProposal.Purpose;
import io.holdfast.recovery.worm.CaptureToken;
import io.holdfast.recovery.worm.RegisterRange;
import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.Segments;
import io.holdfast.recovery.worm.WormClient;

/**
 * A node that can be master or replica: finds its place in the newest view, judges the others, and proposes the next
 * view when it has to.
 *
 * <p><b>Theory of operation.</b> A node is what the newest view that it knows says of its present incarnation. It
 * proposes only what {@link ViewRules} allows, one view at a time, by {@link ViewProposal}:
 *
 * <pre>
 *   replica, nobody attests the master    (captured ahead) seal, wait until L after its last echo, write solo(self)
 *   master, replica does not work         capture, write solo(self); what is not stable waits for the outcome
 *   master, candidate has caught up       capture, hold, wait until all is stored, write protected(self, candidate)
 *   master unfit, or asked to             capture, drain, wait until all is replayed, write solo(replica)
 *   no master, no state                   capture, write solo(self)
 *   all who had the state are restarted   capture, write none
 * </pre>
 *
 * <p>{@link #release} says what may leave; a protected master needs its lease for everything. A node that is named by a
 * view no more begins again under a new incarnation. Called by the node's thread, which also turns it; the client and
 * the transport are turned by themselves.
 */
public class GroupMember implements ViewListener {
    /** What a node may let go. */
    public enum Release {
        /** Nothing. */
        NOTHING,
        /** What the replica, or the candidate, has stored. */
        STABLE,
        /** Everything: this master is solo. */
        EVERYTHING
    }

    private final WormClient client;
    private final ViewFollower follower;
    private final FailureJudge judge;
    private final Suspicions suspicions;
    private final ViewHost host;
    private final GroupTiming timing;
    private final Lease lease;
    private final long[] incarnations;
    private MemberId self;
    private ViewProposal proposal;
    private MemberId candidate;
    private Verdict verdict;
    private View lastInstalled = View.BEFORE_ALL;
    private long nextTryNs;
    private CaptureToken ahead;
    private long aheadNumber;
    private boolean hasTurned;
    private boolean isHeldBack;
    private boolean wantsHandOver;
    private boolean wantsSolo;
    private boolean wantsColdStart;
    private long givenUpCount;
    private final Hysteresis losses = new Hysteresis();
    private final Hysteresis handOvers = new Hysteresis();
    private long turnNs;
    private boolean isOnSuspicion;

    /**
     * @param nodes of the group, the witness among them
     * @param self this node in its present life
     */
    public GroupMember(
            final int nodes,
            final MemberId self,
            final WormClient client,
            final Suspicions suspicions,
            final ViewHost host,
            final GroupTiming timing) {
        this.client = client;
        this.self = self;
        this.suspicions = suspicions;
        this.host = host;
        this.timing = timing;
        judge = new FailureJudge(nodes);
        lease = new Lease(timing.leaseNs());
        incarnations = new long[nodes];
        follower = new ViewFollower(client);
        follower.add(this);
    }

    /** One turn; returns the work done. */
    public int doWork(final long nowNs) {
        turnNs = nowNs;
        if (!hasTurned) {
            hasTurned = true;
            nextTryNs = nowNs + timing.startNs() * self.node();
        }
        if (proposal != null) {
            if (!proposal.doWork(nowNs)) {
                endProposal(nowNs);
            }
            return 1;
        }
        if (isHeldBack || !follower.isCurrent() || follower.fault() != null || nextTryNs - nowNs > 0) {
            return 0;
        }
        captureAhead(newest());
        if (newest().names(self)) {
            decideAsMember();
        } else {
            decideAsOutsider();
        }
        return proposal == null ? 0 : 1;
    }

    private void endProposal(final long nowNs) {
        if (proposal.isGivenUp()) {
            givenUpCount++;
            proposal.undo();
            nextTryNs = nowNs + timing.retryNs();
        }
        proposal = null;
    }

    private void decideAsMember() {
        final View view = newest();
        verdict = judge.judge(view, self, suspicions, this::isOver);
        switch (verdict.action()) {
            case GO_SOLO -> loseReplica(view);
            case TAKE_OVER -> takeOver(view);
            case HAND_OVER -> handOverIfItHelps(view);
            case NOTHING -> decideAsAsked(view);
        }
    }

    private void decideAsAsked(final View view) {
        if (!view.isMaster(self)) {
            return;
        }
        if (view.kind() == Kind.SOLO && candidate != null && isCalm(losses)) {
            admit(view);
        } else if (view.kind() == Kind.PROTECTED && wantsSolo) {
            goSolo(view);
        } else if (view.kind() == Kind.PROTECTED && wantsHandOver) {
            handOver(view);
        }
    }

    /** A replica that was suspected again and again is taken in later: flapping costs more than going solo for a while. */
    private void loseReplica(final View view) {
        isOnSuspicion = !suspicions.isGone(view.replica().node()) && !isOver(view.replica());
        goSolo(view);
    }

    /** A pair of which each finds itself unfit in turn does not hand over back and forth. */
    private void handOverIfItHelps(final View view) {
        if (isCalm(handOvers)) {
            handOver(view);
        }
    }

    /** Whether something has not happened too often lately. */
    boolean isCalm(final Hysteresis hysteresis) {
        return hysteresis.isOver(turnNs);
    }

    private void goSolo(final View view) {
        propose(Purpose.GO_SOLO, View.solo(view.number() + 1, self, Reason.REPLICA_LOST, self), Preparation.NOTHING);
    }

    /**
     * Replica: captures the register of a take-over as soon as it protects, so that a round to a majority, with a forced
     * journal each, is not in the way then. Should its master capture the register for something else, the write finds
     * this capture stale and begins anew.
     */
    private void captureAhead(final View view) {
        final int number = Math.toIntExact(view.number()) + 1;
        if (!view.isReplica(self) || number == aheadNumber || number >= RegisterRange.SEGMENT_CAPACITY) {
            return;
        }
        aheadNumber = number;
        ahead = null;
        client.capture(RegisterRange.of(Segments.VIEWS, number), timing.registerNs(), outcome -> {
            final RegisterValue found = outcome.values().get(number);
            if (found != null) {
                follower.learn(number, found);
            } else if (outcome.isDone() && aheadNumber == number) {
                ahead = outcome.token();
            }
        });
    }

    /** The capture that was made ahead for the view after this one, once; null if there is none. */
    private CaptureToken takeAhead(final View view) {
        final CaptureToken token = aheadNumber == view.number() + 1 ? ahead : null;
        ahead = null;
        return token;
    }

    private void takeOver(final View view) {
        final long[] untilNs = {0};
        final boolean[] isSealed = {false};
        final Preparation sealAndWait = new Preparation(
                () -> {},
                nowNs -> {
                    if (!isSealed[0]) {
                        isSealed[0] = true;
                        // The lease runs from the last echo: a master that was silent for long has none any more.
                        untilNs[0] = host.seal() + takeOverWaitNs();
                    }
                    return untilNs[0] - nowNs <= 0;
                },
                () -> {},
                Long.MAX_VALUE / 2);
        propose(
                Purpose.TAKE_OVER,
                View.solo(view.number() + 1, self, Reason.MASTER_LOST, self),
                sealAndWait,
                takeAhead(view));
    }

    /** For how long a sealed replica waits for its master's lease to end. */
    long takeOverWaitNs() {
        return Lease.waitNs(timing.leaseNs());
    }

    private void handOver(final View view) {
        propose(
                Purpose.HAND_OVER,
                View.solo(view.number() + 1, view.replica(), Reason.HANDED_OVER, self),
                new Preparation(host::drain, nowNs -> host.isDrained(), host::resume, timing.prepareNs()));
    }

    private void admit(final View view) {
        final MemberId joining = candidate;
        lease.reset();
        propose(
                Purpose.ADMIT,
                View.protectedBy(view.number() + 1, self, joining),
                new Preparation(
                        () -> host.hold(joining),
                        nowNs -> {
                            if (!joining.equals(candidate)) {
                                proposal.giveUp();
                            }
                            return joining.equals(candidate) && host.isStored(joining);
                        },
                        host::unhold,
                        timing.prepareNs()));
    }

    private void decideAsOutsider() {
        final View view = newest();
        if (view.kind() == Kind.NONE) {
            propose(Purpose.START, View.solo(view.number() + 1, self, Reason.STARTED, self), Preparation.NOTHING);
        } else if (wantsColdStart || areAllRestarted(view)) {
            final Reason reason = wantsColdStart ? Reason.OPERATOR : Reason.RESTARTED;
            wantsColdStart = false;
            propose(Purpose.GIVE_UP_STATE, View.none(view.number() + 1, reason, self), Preparation.NOTHING);
        }
    }

    /** Whether nobody who had the state lives any more: one of them was this node, the others have said so. */
    boolean areAllRestarted(final View view) {
        boolean wasOne = false;
        for (final MemberId member : view.members()) {
            wasOne |= member.isFormer(self);
            if (!member.isFormer(self) && !isOver(member)) {
                return false;
            }
        }
        return wasOne;
    }

    /** Whether a node has said that it is in a later life than this. */
    private boolean isOver(final MemberId member) {
        return incarnations[member.node()] > member.incarnation();
    }

    private void propose(final Purpose purpose, final View view, final Preparation preparation) {
        propose(purpose, view, preparation, null);
    }

    private void propose(
            final Purpose purpose, final View view, final Preparation preparation, final CaptureToken captured) {
        if (view.number() >= RegisterRange.SEGMENT_CAPACITY) {
            // The segment of views is used up: the group goes on as it is, and verdict() says what it would do.
            return;
        }
        final String fault = ViewRules.fault(newest(), view);
        if (fault != null) {
            throw new IllegalStateException("proposed against the rules: " + fault);
        }
        proposal = new ViewProposal(client, follower, purpose, view, preparation, timing.registerNs(), captured);
    }

    @Override
    public void onView(final View view) {
        final View before = lastInstalled;
        lastInstalled = view;
        wantsHandOver = false;
        wantsSolo = false;
        wantsColdStart = false;
        if (view.kind() != Kind.PROTECTED || !view.isMaster(self)) {
            lease.reset();
        }
        candidate = null;
        noteHowOften(before, view);
        if (before.names(self) && !view.names(self)) {
            self = new MemberId(self.node(), host.onDeposed(view));
        }
        host.onView(view, self);
        if (view.isMaster(self) && view.number() % viewsKept() == 0) {
            client.trim(Segments.VIEWS, (int) (view.number() - viewsKept() + 1), timing.registerNs(), outcome -> {});
        }
    }

    /** So often, and all but so many, views are forgotten by the acceptors. */
    int viewsKept() {
        return ViewFollower.HISTORY;
    }

    private void noteHowOften(final View before, final View view) {
        if (view.reason() == Reason.HANDED_OVER && before.names(self)) {
            handOvers.happened(turnNs);
        } else if (view.reason() == Reason.REPLICA_LOST && view.isMaster(self) && isOnSuspicion) {
            losses.happened(turnNs);
        }
        isOnSuspicion = false;
    }

    /** What may leave now. Called at every release; a protected master's answer depends on the time. */
    public Release release(final long nowNs) {
        final View view = newest();
        if (!view.isMaster(self) || follower.fault() != null) {
            return Release.NOTHING;
        }
        if (view.kind() == Kind.SOLO) {
            return isAdmitting() ? leased(nowNs) : Release.EVERYTHING;
        }
        final boolean isGoing = isProposing(Purpose.HAND_OVER) && proposal.isOnItsWay();
        return isGoing ? Release.NOTHING : leased(nowNs);
    }

    /**
     * Until when this node may let go of what is stable, by its own clock: now or earlier if it may not. Who releases on
     * another thread, or later in the turn, compares with the time then.
     */
    public long releaseUntilNs(final long nowNs) {
        return switch (release(nowNs)) {
            case NOTHING -> nowNs;
            case STABLE -> lease.endNs();
            case EVERYTHING -> Long.MAX_VALUE;
        };
    }

    private Release leased(final long nowNs) {
        return lease.isValid(nowNs) ? Release.STABLE : Release.NOTHING;
    }

    private boolean isAdmitting() {
        return isProposing(Purpose.ADMIT) && proposal.isPrepared();
    }

    /** Whether a candidate may become replica by now, whatever this node does: what is held must stay so. */
    public boolean isAdmissionOnItsWay() {
        return isProposing(Purpose.ADMIT) && proposal.isOnItsWay();
    }

    final boolean isProposing(final Purpose purpose) {
        return proposal != null && proposal.isOpen() && proposal.purpose() == purpose;
    }

    /** The replica, or the candidate, has echoed a timestamp of this node's clock. Others' echoes mean nothing. */
    public void onEcho(final MemberId from, final long ownTimestampNs) {
        final boolean isGrantor = newest().isReplica(from)
                || isProposing(Purpose.ADMIT) && from.equals(proposal.wanted().replica());
        if (isGrantor) {
            lease.onEcho(ownTimestampNs);
        }
    }

    /** Another node says who it is. */
    public void onHello(final MemberId from, final long viewNumber) {
        if (from.node() >= 0 && from.node() < incarnations.length) {
            incarnations[from.node()] = Math.max(incarnations[from.node()], from.incarnation());
        }
        if (viewNumber > newest().number()) {
            follower.lookNow();
        }
    }

    /** Solo master: a node has loaded the state and is close behind; null if there is none any more. */
    public void candidate(final MemberId joining) {
        candidate = joining;
    }

    /** This node has thrown its state away by itself, and begins again in another life. */
    public void beginAgain(final long incarnation) {
        self = new MemberId(self.node(), incarnation);
    }

    /** While this node does not know which of its lives it is in, it proposes nothing. */
    public void holdBack(final boolean holdBack) {
        isHeldBack = holdBack;
    }

    /** Protected master: the replica is of no use, whatever others say of it; for one view. */
    public void dropReplica() {
        wantsSolo = true;
    }

    /** Protected master: make the replica master, without losing a packet; for one view. */
    public void switchOver() {
        wantsHandOver = true;
    }

    /**
     * A person gives up the state that the newest view's members have. Whoever asks for it must know that they are off:
     * a solo master that is only cut off goes on forwarding.
     */
    public void coldStart() {
        wantsColdStart = true;
    }

    public View newest() {
        return follower.newest();
    }

    public ViewFollower follower() {
        return follower;
    }

    public MemberId self() {
        return self;
    }

    @Override
    public String toString() {
        return self + " in " + newest() + (proposal == null ? "" : ", proposing " + proposal)
                + (verdict == null ? "" : ", " + verdict.action() + " because " + verdict.reason())
                + (follower.fault() == null ? "" : ", fault: " + follower.fault());
    }

    /** What the last judgement was; null before the first. */
    public Verdict verdict() {
        return verdict;
    }

    /** Proposals that no majority took part in, or whose preparation took too long. */
    public long givenUpCount() {
        return givenUpCount;
    }
}
