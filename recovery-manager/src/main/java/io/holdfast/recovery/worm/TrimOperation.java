package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Trim;
import io.holdfast.recovery.worm.WormMessage.Trimmed;

/** Lets a majority forget the beginning of a segment; the others answer for themselves when they hear of it. */
final class TrimOperation extends Operation {
    private final int segment;
    private final int end;
    private final Quorum quorum;

    TrimOperation(final OperationContext context, final long request, final int segment, final int end) {
        super(context, request);
        this.segment = segment;
        this.end = end;
        quorum = new Quorum(context.members());
    }

    private TrimOperation(final OperationContext context, final TrimOperation other) {
        super(context, other);
        segment = other.segment;
        end = other.end;
        quorum = other.quorum.copy();
    }

    @Override
    void start(final long nowNs, final WormNetwork out) {
        sendToAll(new Trim(request, segment, end), out);
        retryLater(nowNs);
    }

    @Override
    void onMessage(final int from, final WormMessage message, final long nowNs, final WormNetwork out) {
        if (message instanceof Trimmed m && m.segment() == segment && m.end() >= end) {
            quorum.agree(from);
            status = quorum.isReached() ? Status.DONE : status;
        }
    }

    @Override
    void onTimer(final long nowNs, final WormNetwork out) {
        sendToSilent(quorum, new Trim(request, segment, end), out);
        retryLater(nowNs);
    }

    @Override
    TrimOperation copy(final OperationContext other) {
        return new TrimOperation(other, this);
    }

    @Override
    String state() {
        return "T" + status + quorum;
    }
}
