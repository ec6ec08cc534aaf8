package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Decided;
import io.holdfast.recovery.worm.WormMessage.Preempted;
import io.holdfast.recovery.worm.WormMessage.Refused;
import io.holdfast.recovery.worm.WormMessage.Trimmed;
import io.holdfast.recovery.worm.WormMessage.Write;
import io.holdfast.recovery.worm.WormMessage.Written;
import java.util.List;

/** Phase 2: writes values into captured registers, once, under the capture's ballot. */
final class WriteOperation extends Operation {
    private final int segment;
    private final Ballot ballot;
    private final List<Slot> slots;
    private final Quorum quorum;

    WriteOperation(
            final OperationContext context,
            final long request,
            final int segment,
            final Ballot ballot,
            final List<Slot> slots) {
        super(context, request);
        this.segment = segment;
        this.ballot = ballot;
        this.slots = slots;
        quorum = new Quorum(context.members());
    }

    private WriteOperation(final OperationContext context, final WriteOperation other) {
        super(context, other);
        segment = other.segment;
        ballot = other.ballot;
        slots = other.slots;
        quorum = other.quorum.copy();
    }

    @Override
    void start(final long nowNs, final WormNetwork out) {
        sendToAll(message(), out);
        retryLater(nowNs);
    }

    private Write message() {
        return new Write(request, segment, ballot, slots);
    }

    @Override
    void onMessage(final int from, final WormMessage message, final long nowNs, final WormNetwork out) {
        switch (message) {
            case Written m when m.ballot().equals(ballot) -> quorum.agree(from);
            case Preempted m when m.refused().equals(ballot) -> quorum.deny(from, m.promised());
            case Refused m -> quorum.refuse(from);
            case Trimmed m when m.end() > slots.getFirst().offset() -> status = Status.TRIMMED;
            default -> {
                return;
            }
        }
        if (isOpen() && quorum.isReached()) {
            status = Status.DONE;
            sendToAll(new Decided(request, segment, slots), out);
        } else if (isOpen() && quorum.isLost()) {
            status = quorum.isRefused() ? Status.REFUSED : Status.STALE;
        }
    }

    @Override
    void onTimer(final long nowNs, final WormNetwork out) {
        if (quorum.isDenied()) {
            status = quorum.isRefused() ? Status.REFUSED : Status.STALE;
            return;
        }
        sendToSilent(quorum, message(), out);
        retryLater(nowNs);
    }

    /** The highest ballot that stood in the way. */
    Ballot highest() {
        return quorum.highest();
    }

    @Override
    WriteOperation copy(final OperationContext other) {
        return new WriteOperation(other, this);
    }

    @Override
    String state() {
        return "W" + status + ballot + slots + (isOpen() ? quorum : quorum.highest());
    }
}
