package io.holdfast.recovery.worm;

/**
 * One thing that a client wants of the registers: a state machine that messages and a timer drive.
 *
 * <p>Messages carry the operation's number; an operation that is part of another has the other's number. Used by the
 * client's thread.
 */
abstract class Operation {
    /** How it ended. */
    enum Status {
        /** Not yet. */
        OPEN,
        /** As wanted. */
        DONE,
        /** A higher attempt came between; what was written may or may not become the value. */
        STALE,
        /** The registers are forgotten. */
        TRIMMED,
        /** Too many acceptors are at a limit. */
        REFUSED
    }

    final OperationContext context;
    final long request;
    Status status = Status.OPEN;
    long timerNs;

    Operation(final OperationContext context, final long request) {
        this.context = context;
        this.request = request;
    }

    /** A copy in the same state, for another context in the same state. */
    Operation(final OperationContext context, final Operation other) {
        this.context = context;
        request = other.request;
        status = other.status;
        timerNs = other.timerNs;
    }

    abstract void start(long nowNs, WormNetwork out);

    abstract void onMessage(int from, WormMessage message, long nowNs, WormNetwork out);

    /** Called when {@link #timerNs} has come. */
    abstract void onTimer(long nowNs, WormNetwork out);

    abstract Operation copy(OperationContext other);

    /** All of the state that still matters, as text: equal states have equal texts. */
    abstract String state();

    final boolean isOpen() {
        return status == Status.OPEN;
    }

    final void sendToAll(final WormMessage message, final WormNetwork out) {
        for (int member = 0; member < context.members(); member++) {
            out.send(member, message);
        }
    }

    final void sendToSilent(final Quorum quorum, final WormMessage message, final WormNetwork out) {
        for (int member = 0; member < context.members(); member++) {
            if (!quorum.hasAnswered(member)) {
                out.send(member, message);
            }
        }
    }

    final void retryLater(final long nowNs) {
        timerNs = nowNs + context.timing().retryNs();
    }

    /** Sets the timer to a random time that grows with the number of attempts, so that rivals miss one another. */
    final void backOff(final int attempts, final long nowNs) {
        final long limitNs =
                Math.min(context.timing().mostBackOffNs(), context.timing().backOffNs() << Math.min(attempts, 20));
        timerNs = nowNs + 1 + context.random().nextLong(limitNs);
    }
}
