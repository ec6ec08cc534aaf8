package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Preempted;
import io.holdfast.recovery.worm.WormMessage.Prepare;
import io.holdfast.recovery.worm.WormMessage.Promise;
import io.holdfast.recovery.worm.WormMessage.Refused;
import io.holdfast.recovery.worm.WormMessage.Trimmed;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Phase 1: gets a majority's promise for a range of registers, and completes what others have left half written there.
 * When it is done, each register of the range is either decided, with a value in {@link #found}, or free to be written
 * under {@link #ballot}, unless somebody captures it anew.
 */
final class CaptureOperation extends Operation {
    private final RegisterRange range;
    private final SortedMap<Integer, AcceptedSlot> held;
    private Quorum quorum;
    private Ballot ballot = Ballot.NONE;
    private Ballot highest = Ballot.NONE;
    private WriteOperation completion;
    private boolean isBackingOff;
    private int attempts;

    CaptureOperation(final OperationContext context, final long request, final RegisterRange range) {
        super(context, request);
        this.range = range;
        held = new TreeMap<>();
    }

    private CaptureOperation(final OperationContext context, final CaptureOperation other) {
        super(context, other);
        range = other.range;
        held = new TreeMap<>(other.held);
        quorum = other.quorum == null ? null : other.quorum.copy();
        ballot = other.ballot;
        highest = other.highest;
        completion = other.completion == null ? null : other.completion.copy(context);
        isBackingOff = other.isBackingOff;
        attempts = other.attempts;
    }

    @Override
    void start(final long nowNs, final WormNetwork out) {
        isBackingOff = false;
        completion = null;
        held.clear();
        quorum = new Quorum(context.members());
        ballot = context.ballots().next(highest);
        sendToAll(new Prepare(request, range, ballot), out);
        retryLater(nowNs);
    }

    /** Begins again with a ballot above one that stood in the way, after a random time. */
    void restartLater(final Ballot above, final long nowNs) {
        status = Status.OPEN;
        raise(above);
        isBackingOff = true;
        completion = null;
        backOff(attempts++, nowNs);
    }

    private void raise(final Ballot above) {
        if (highest.isBelow(above)) {
            highest = above;
        }
    }

    @Override
    void onMessage(final int from, final WormMessage message, final long nowNs, final WormNetwork out) {
        if (message instanceof Trimmed m && m.end() > range.first()) {
            status = Status.TRIMMED;
        } else if (isBackingOff) {
            return;
        } else if (completion != null) {
            completion.onMessage(from, message, nowNs, out);
            afterCompletion(nowNs);
        } else {
            onPhaseOne(from, message, nowNs, out);
        }
    }

    private void onPhaseOne(final int from, final WormMessage message, final long nowNs, final WormNetwork out) {
        switch (message) {
            case Promise m
            when m.ballot().equals(ballot) -> {
                quorum.agree(from);
                m.held().forEach(this::merge);
            }
            case Preempted m when m.refused().equals(ballot) -> quorum.deny(from, m.promised());
            case Refused m -> quorum.refuse(from);
            default -> {
                return;
            }
        }
        if (isAllDecided()) {
            status = Status.DONE;
        } else if (quorum.isReached()) {
            complete(nowNs, out);
        } else if (quorum.isLost()) {
            giveWay(nowNs);
        }
    }

    /** Of each register counts what is decided, or else what was accepted last. */
    private void merge(final AcceptedSlot slot) {
        if (range.contains(slot.offset())) {
            held.merge(slot.offset(), slot, (a, b) -> {
                if (a.decided() || b.decided()) {
                    return a.decided() ? a : b;
                }
                return a.ballot().isBelow(b.ballot()) ? b : a;
            });
        }
    }

    private boolean isAllDecided() {
        return held.size() == range.count() && held.values().stream().allMatch(AcceptedSlot::decided);
    }

    private void complete(final long nowNs, final WormNetwork out) {
        final List<Slot> open = new ArrayList<>();
        for (final AcceptedSlot slot : held.values()) {
            if (!slot.decided()) {
                open.add(new Slot(slot.offset(), slot.value()));
            }
        }
        if (open.isEmpty()) {
            status = Status.DONE;
            return;
        }
        completion = new WriteOperation(context, request, range.segment(), ballot, List.copyOf(open));
        completion.start(nowNs, out);
        timerNs = completion.timerNs;
    }

    private void afterCompletion(final long nowNs) {
        timerNs = completion.timerNs;
        if (completion.status == Status.STALE) {
            restartLater(completion.highest(), nowNs);
        } else {
            status = completion.status;
        }
    }

    private void giveWay(final long nowNs) {
        if (quorum.isRefused()) {
            status = Status.REFUSED;
        } else {
            restartLater(quorum.highest(), nowNs);
        }
    }

    @Override
    void onTimer(final long nowNs, final WormNetwork out) {
        if (isBackingOff) {
            start(nowNs, out);
        } else if (completion != null) {
            completion.onTimer(nowNs, out);
            afterCompletion(nowNs);
        } else if (quorum.isDenied()) {
            giveWay(nowNs);
        } else {
            sendToSilent(quorum, new Prepare(request, range, ballot), out);
            retryLater(nowNs);
        }
    }

    RegisterRange range() {
        return range;
    }

    Ballot ballot() {
        return ballot;
    }

    /** The value of a register that turned out to be written, or null if it is free. */
    RegisterValue found(final int offset) {
        final AcceptedSlot slot = held.get(offset);
        return slot == null ? null : slot.value();
    }

    @Override
    CaptureOperation copy(final OperationContext other) {
        return new CaptureOperation(other, this);
    }

    @Override
    String state() {
        final String always = "C" + status + highest + isBackingOff;
        if (isBackingOff) {
            return always;
        }
        if (isOpen()) {
            return always + ballot + held + (completion == null ? quorum : completion.state());
        }
        final StringBuilder found = new StringBuilder(always).append(ballot);
        held.forEach((offset, slot) -> found.append(offset).append('=').append(slot.value()));
        return found.toString();
    }
}
