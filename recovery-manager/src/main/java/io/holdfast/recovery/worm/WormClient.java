package io.holdfast.recovery.worm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.NanoClock;

/**
 * Captures, writes and reads write-once registers.
 *
 * <p>Each call begins an operation and returns; what came of it is told from {@link #onMessage} or {@link #doWork}, once
 * and on the same thread. An operation that is not decided in its time ends as {@link Outcome.Status#TIMED_OUT}; to begin it
 * again is always safe, for a register that holds the value already counts as written.
 */
public final class WormClient {
    /** Operations that may be open at once. */
    public static final int MOST_OPERATIONS = 1024;

    private static final class Pending {
        private final Operation operation;
        private final long deadlineNs;
        private final Consumer<Outcome.Status> onStatus;

        private Pending(final Operation operation, final long deadlineNs, final Consumer<Outcome.Status> onStatus) {
            this.operation = operation;
            this.deadlineNs = deadlineNs;
            this.onStatus = onStatus;
        }
    }

    private final OperationContext context;
    private final NanoClock clock;
    private final WormNetwork network;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final List<Listening> listenings = new ArrayList<>();
    private long nextRequest;
    private long refusedCount;
    private long timedOutCount;

    /**
     * @param acceptors of the group, numbered from 0; an odd number is wise
     * @param random where the client's identity and its waiting comes from: a restarted client must be another one
     */
    public WormClient(
            final int acceptors,
            final WormTiming timing,
            final NanoClock clock,
            final RandomGenerator random,
            final WormNetwork network) {
        if (acceptors < 1 || acceptors > Quorum.MOST_MEMBERS) {
            throw new IllegalArgumentException("acceptors must be from 1 to " + Quorum.MOST_MEMBERS + ": " + acceptors);
        }
        context = new OperationContext(acceptors, timing, new BallotSource(random.nextLong()), random);
        this.clock = clock;
        this.network = network;
        nextRequest = random.nextLong();
    }

    /** Captures a range; what is written there already comes with the outcome, what is not may be written. */
    public void capture(final RegisterRange range, final long timeoutNs, final Consumer<Outcome> onOutcome) {
        final CaptureOperation operation = new CaptureOperation(context, nextRequest++, range);
        start(operation, timeoutNs, status -> {
            final SortedMap<Integer, RegisterValue> values = values(status, range, operation::found);
            onOutcome.accept(new Outcome(status, values, token(status, operation, values)));
        });
    }

    private static CaptureToken token(
            final Outcome.Status status,
            final CaptureOperation operation,
            final SortedMap<Integer, RegisterValue> values) {
        if (status != Outcome.Status.DONE) {
            return null;
        }
        final RegisterRange range = operation.range();
        final BitSet free = new BitSet(range.count());
        free.set(0, range.count());
        values.keySet().forEach(offset -> free.clear(offset - range.first()));
        return new CaptureToken(range, operation.ballot(), free);
    }

    /**
     * Writes captured registers, all or none by this attempt.
     *
     * @throws IllegalArgumentException if the token is not for one of them, or was used for it
     */
    public void write(
            final CaptureToken token, final List<Slot> slots, final long timeoutNs, final Consumer<Outcome> onOutcome) {
        if (slots.isEmpty()) {
            throw new IllegalArgumentException("nothing to write");
        }
        token.use(slots);
        final WriteOperation operation =
                new WriteOperation(context, nextRequest++, token.range().segment(), token.ballot(), List.copyOf(slots));
        start(operation, timeoutNs, status -> {
            final SortedMap<Integer, RegisterValue> values = new TreeMap<>();
            if (status == Outcome.Status.DONE) {
                slots.forEach(slot -> values.put(slot.offset(), slot.value()));
            }
            onOutcome.accept(new Outcome(status, values, null));
        });
    }

    /** Writes a register if it is empty, and tells in any case what it holds then. */
    public void writeOnce(
            final int segment,
            final int offset,
            final RegisterValue value,
            final long timeoutNs,
            final Consumer<Outcome> onOutcome) {
        writeOnce(RegisterRange.of(segment, offset), List.of(value), timeoutNs, onOutcome);
    }

    /** Writes those registers of a range that are empty, and tells what all of them hold then. */
    public void writeOnce(
            final RegisterRange range,
            final List<RegisterValue> values,
            final long timeoutNs,
            final Consumer<Outcome> onOutcome) {
        if (values.size() != range.count()) {
            throw new IllegalArgumentException(
                    "a value for each of " + range.count() + " registers is needed: " + values.size());
        }
        final WriteOnceOperation operation = new WriteOnceOperation(context, nextRequest++, range, List.copyOf(values));
        start(
                operation,
                timeoutNs,
                status -> onOutcome.accept(new Outcome(status, values(status, range, operation::value), null)));
    }

    /** Tells what the registers hold; those that were empty are missing in the outcome. */
    public void read(final RegisterRange range, final long timeoutNs, final Consumer<Outcome> onOutcome) {
        final ReadOperation operation = new ReadOperation(context, nextRequest++, range);
        start(
                operation,
                timeoutNs,
                status -> onOutcome.accept(new Outcome(status, values(status, range, operation::value), null)));
    }

    /** Lets the acceptors forget the registers of a segment below an offset. */
    public void trim(final int segment, final int end, final long timeoutNs, final Consumer<Outcome> onOutcome) {
        final TrimOperation operation = new TrimOperation(context, nextRequest++, segment, end);
        start(
                operation,
                timeoutNs,
                status -> onOutcome.accept(new Outcome(status, Collections.emptySortedMap(), null)));
    }

    /** Tells what the registers of a segment hold, one after the other as they are written. */
    public Listening listen(final int segment, final int first, final SlotListener listener) {
        final Listening listening = new Listening(this, nextRequest++, segment, first, listener);
        listenings.add(listening);
        return listening;
    }

    private static SortedMap<Integer, RegisterValue> values(
            final Outcome.Status status, final RegisterRange range, final IntFunction<RegisterValue> value) {
        final SortedMap<Integer, RegisterValue> values = new TreeMap<>();
        for (int offset = range.first(); status == Outcome.Status.DONE && offset < range.end(); offset++) {
            if (value.apply(offset) != null) {
                values.put(offset, value.apply(offset));
            }
        }
        return values;
    }

    private void start(final Operation operation, final long timeoutNs, final Consumer<Outcome.Status> onStatus) {
        if (pending.size() >= MOST_OPERATIONS) {
            refusedCount++;
            onStatus.accept(Outcome.Status.REFUSED);
            return;
        }
        final long nowNs = clock.nanoTime();
        pending.put(operation.request, new Pending(operation, nowNs + timeoutNs, onStatus));
        operation.start(nowNs, network);
    }

    /** Takes an answer or a notice; what is not for this client is ignored. */
    public void onMessage(final int from, final WormMessage message) {
        final Pending entry = pending.get(message.request());
        if (entry != null) {
            entry.operation.onMessage(from, message, clock.nanoTime(), network);
            endIfClosed(entry);
            return;
        }
        for (int i = 0; i < listenings.size(); i++) {
            listenings.get(i).onMessage(message);
        }
    }

    /** Does what is due; returns the work done. */
    public int doWork() {
        final long nowNs = clock.nanoTime();
        int work = 0;
        for (final Pending entry : List.copyOf(pending.values())) {
            if (entry.deadlineNs - nowNs <= 0) {
                timedOutCount++;
                end(entry, Outcome.Status.TIMED_OUT);
                work++;
            } else if (entry.operation.timerNs - nowNs <= 0) {
                entry.operation.onTimer(nowNs, network);
                endIfClosed(entry);
                work++;
            }
        }
        for (int i = 0; i < listenings.size(); i++) {
            work += listenings.get(i).doWork(nowNs);
        }
        return work;
    }

    private void endIfClosed(final Pending entry) {
        switch (entry.operation.status) {
            case DONE -> end(entry, Outcome.Status.DONE);
            case STALE -> end(entry, Outcome.Status.STALE);
            case TRIMMED -> end(entry, Outcome.Status.TRIMMED);
            case REFUSED -> end(entry, Outcome.Status.REFUSED);
            case OPEN -> {}
        }
    }

    private void end(final Pending entry, final Outcome.Status status) {
        if (pending.remove(entry.operation.request) != null) {
            entry.onStatus.accept(status);
        }
    }

    void forget(final Listening listening) {
        listenings.remove(listening);
    }

    void sendToAll(final WormMessage message) {
        for (int member = 0; member < context.members(); member++) {
            network.send(member, message);
        }
    }

    WormTiming timing() {
        return context.timing();
    }

    /** Operations that are open. */
    public int openOperations() {
        return pending.size();
    }

    /** Operations that were refused because too many were open. */
    public long refusedCount() {
        return refusedCount;
    }

    /** Operations that no majority answered in time. */
    public long timedOutCount() {
        return timedOutCount;
    }
}
