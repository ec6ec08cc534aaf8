package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Decided;
import io.holdfast.recovery.worm.WormMessage.Listen;
import io.holdfast.recovery.worm.WormMessage.Trimmed;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A client's ear on a segment: acceptors tell what is decided, and because notices get lost, the client also reads from
 * time to time, which completes what others have left half written. Registers are told in order, each once.
 */
public final class Listening {
    /** Registers read ahead at once, and kept when they come out of order. */
    static final int WINDOW = 32;

    private final WormClient client;
    private final long request;
    private final int segment;
    private final SlotListener listener;
    private final SortedMap<Integer, RegisterValue> early = new TreeMap<>();
    private int next;
    private long lookNs;
    private long lookedNs;
    private boolean isUrgent;
    private boolean hasLooked;
    private boolean isReading;
    private boolean isClosed;
    private boolean isCurrent;

    Listening(
            final WormClient client,
            final long request,
            final int segment,
            final int first,
            final SlotListener listener) {
        this.client = client;
        this.request = request;
        this.segment = segment;
        this.listener = listener;
        next = first;
    }

    int doWork(final long nowNs) {
        final boolean isDue = !hasLooked
                || lookNs - nowNs <= 0
                || isUrgent && !isReading && nowNs - lookedNs >= client.timing().retryNs();
        if (!isDue || next >= RegisterRange.SEGMENT_CAPACITY) {
            return 0;
        }
        isUrgent = false;
        lookedNs = nowNs;
        hasLooked = true;
        lookNs = nowNs + client.timing().pollNs();
        client.sendToAll(new Listen(request, segment, next));
        read();
        return 1;
    }

    private void read() {
        if (isReading) {
            return;
        }
        isReading = true;
        final int end = Math.min(next + WINDOW, RegisterRange.SEGMENT_CAPACITY);
        client.read(new RegisterRange(segment, next, end), 4 * client.timing().pollNs(), this::onRead);
    }

    private void onRead(final Outcome outcome) {
        isReading = false;
        if (isClosed) {
            return;
        }
        if (outcome.status() == Outcome.Status.TRIMMED) {
            // The acceptors' answer to the next Listen says how far.
            return;
        }
        outcome.values().forEach(this::onValue);
        deliver();
        isCurrent |= outcome.isDone() && outcome.values().size() < WINDOW;
        if (outcome.values().size() == WINDOW) {
            hasLooked = false;
        }
    }

    void onMessage(final WormMessage message) {
        if (message.request() != request || isClosed) {
            return;
        }
        if (message instanceof Decided m && m.segment() == segment) {
            m.slots().forEach(slot -> onValue(slot.offset(), slot.value()));
            deliver();
        } else if (message instanceof Trimmed m && m.segment() == segment && m.end() > next) {
            next = m.end();
            early.headMap(next).clear();
            listener.onTrimmed(next);
            deliver();
        }
    }

    private void onValue(final int offset, final RegisterValue value) {
        if (offset >= next && offset < next + WINDOW) {
            early.put(offset, value);
        }
    }

    private void deliver() {
        while (!isClosed && early.containsKey(next)) {
            final int offset = next++;
            listener.onSlot(offset, early.remove(offset));
        }
        if (!early.isEmpty()) {
            read();
        }
    }

    /** The next register that will be told. */
    public int next() {
        return next;
    }

    /** There is said to be more: looks at once, but not more often than the client tries again. */
    public void lookNow() {
        isUrgent = true;
    }

    /** Whether all that was written when the listening began has been told. */
    public boolean isCurrent() {
        return isCurrent;
    }

    /** Ends the telling. */
    public void close() {
        isClosed = true;
        client.forget(this);
    }
}
