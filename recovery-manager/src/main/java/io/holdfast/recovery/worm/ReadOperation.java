package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Held;
import io.holdfast.recovery.worm.WormMessage.Read;
import io.holdfast.recovery.worm.WormMessage.Refused;
import io.holdfast.recovery.worm.WormMessage.Trimmed;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns what a range of registers holds. A register is known if an acceptor knows it to be decided or a majority has
 * accepted the same attempt, and empty if a majority holds nothing. What is neither after a while is completed.
 */
final class ReadOperation extends Operation {
    private final RegisterRange range;
    private final SortedMap<Integer, List<AcceptedSlot>> answers;
    private final SortedMap<Integer, RegisterValue> known;
    private final Quorum quorum;
    private CaptureOperation completion;

    ReadOperation(final OperationContext context, final long request, final RegisterRange range) {
        super(context, request);
        this.range = range;
        answers = new TreeMap<>();
        known = new TreeMap<>();
        quorum = new Quorum(context.members());
    }

    private ReadOperation(final OperationContext context, final ReadOperation other) {
        super(context, other);
        range = other.range;
        answers = new TreeMap<>(other.answers);
        known = new TreeMap<>(other.known);
        quorum = other.quorum.copy();
        completion = other.completion == null ? null : other.completion.copy(context);
    }

    @Override
    void start(final long nowNs, final WormNetwork out) {
        sendToAll(new Read(request, range), out);
        retryLater(nowNs);
    }

    @Override
    void onMessage(final int from, final WormMessage message, final long nowNs, final WormNetwork out) {
        if (message instanceof Trimmed m && m.end() > range.first()) {
            status = Status.TRIMMED;
        } else if (completion != null) {
            completion.onMessage(from, message, nowNs, out);
            afterCompletion();
        } else if (message instanceof Held m && m.range().equals(range)) {
            quorum.agree(from);
            answers.putIfAbsent(from, m.held());
            if (firstOpen() < 0 && quorum.isReached()) {
                status = Status.DONE;
            }
        } else if (message instanceof Refused) {
            quorum.refuse(from);
            status = quorum.isLost() ? Status.REFUSED : status;
        }
    }

    /** The first register that is neither known nor empty; -1 if there is none. */
    private int firstOpen() {
        for (int offset = range.first(); offset < range.end(); offset++) {
            if (isOpen(offset)) {
                return offset;
            }
        }
        return -1;
    }

    private boolean isOpen(final int offset) {
        if (known.containsKey(offset)) {
            return false;
        }
        int empty = 0;
        for (final List<AcceptedSlot> held : answers.values()) {
            final AcceptedSlot slot = find(held, offset);
            if (slot == null) {
                empty++;
            } else if (slot.decided() || isAcceptedByMajority(slot)) {
                known.put(offset, slot.value());
                return false;
            }
        }
        return empty < Quorum.majority(context.members());
    }

    private boolean isAcceptedByMajority(final AcceptedSlot slot) {
        int accepted = 0;
        for (final List<AcceptedSlot> held : answers.values()) {
            final AcceptedSlot other = find(held, slot.offset());
            accepted += other != null && other.ballot().equals(slot.ballot()) ? 1 : 0;
        }
        return slot.ballot() != Ballot.NONE && accepted >= Quorum.majority(context.members());
    }

    private static AcceptedSlot find(final List<AcceptedSlot> held, final int offset) {
        for (final AcceptedSlot slot : held) {
            if (slot.offset() == offset) {
                return slot;
            }
        }
        return null;
    }

    @Override
    void onTimer(final long nowNs, final WormNetwork out) {
        if (completion != null) {
            completion.onTimer(nowNs, out);
            afterCompletion();
        } else if (quorum.isReached()) {
            completion = new CaptureOperation(context, request, openRange());
            completion.start(nowNs, out);
            timerNs = completion.timerNs;
        } else {
            sendToSilent(quorum, new Read(request, range), out);
            retryLater(nowNs);
        }
    }

    private RegisterRange openRange() {
        final int first = firstOpen();
        int end = range.end();
        while (!isOpen(end - 1)) {
            end--;
        }
        return new RegisterRange(range.segment(), first, end);
    }

    private void afterCompletion() {
        timerNs = completion.timerNs;
        status = completion.status;
        if (status == Status.DONE) {
            for (int offset = completion.range().first();
                    offset < completion.range().end();
                    offset++) {
                if (completion.found(offset) != null) {
                    known.putIfAbsent(offset, completion.found(offset));
                }
            }
        }
    }

    RegisterRange range() {
        return range;
    }

    /** What the register holds, or null if it was empty; when all is done. */
    RegisterValue value(final int offset) {
        return known.get(offset);
    }

    @Override
    ReadOperation copy(final OperationContext other) {
        return new ReadOperation(other, this);
    }

    @Override
    String state() {
        if (isOpen()) {
            return "R" + known + (completion == null ? answers.toString() + quorum : completion.state());
        }
        return "R" + status + known;
    }
}
