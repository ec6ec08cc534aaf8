package io.holdfast.recovery.worm;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * A log that several members append to and read: entry p is a write-once register (WormSpace, section 5.1).
 *
 * <p>An append tries the register behind the last known entry; if another entry is there, it was not the last, and the
 * next is tried. A log takes as many segments as it needs, each allocated by who needs it first. Entries are told to
 * the listener in order, each once, its own ones, too. Called by the client's thread, which also turns it.
 */
public final class WormLog implements AutoCloseable {
    /** Appends that may wait. */
    public static final int MOST_APPENDS = 256;

    /** How long one try for a register may take before it is tried again. */
    private static final int TRY_POLLS = 4;

    /**
     * Where a log is kept.
     *
     * @param name of the log, by which it owns its segments
     * @param firstSegment of its segments; they follow one another
     * @param segmentRegisters used of each segment
     */
    public record Place(String name, int firstSegment, int segmentRegisters) {
        public Place {
            if (segmentRegisters < 1 || segmentRegisters > RegisterRange.SEGMENT_CAPACITY) {
                throw new IllegalArgumentException("segmentRegisters must be from 1 to "
                        + RegisterRange.SEGMENT_CAPACITY + ": " + segmentRegisters);
            }
        }

        int segment(final long position) {
            return Math.toIntExact(firstSegment + position / segmentRegisters);
        }

        int offset(final long position) {
            return (int) (position % segmentRegisters);
        }
    }

    /** Takes entries in order. */
    public interface Listener {
        void onEntry(LogEntry entry);

        /** Entries below this position are forgotten; the next one told is this. */
        default void onTrimmed(final long position) {}
    }

    /**
     * What came of an append. Of one that timed out it is open whether it is in the log; appending it again with the
     * same sequence lets readers tell.
     */
    public record Appended(Outcome.Status status, long position) {}

    private record Append(long sequence, RegisterValue payload, long deadlineNs, Consumer<Appended> onAppended) {}

    private final WormClient client;
    private final Segments segments;
    private final Place place;
    private final long writer;
    private final NanoClock clock;
    private final Listener listener;
    private final ArrayDeque<Append> appends = new ArrayDeque<>();
    private Listening listening;
    private long told;
    private long tail;
    private long nextSequence = 1;
    private int allocated = -1;
    private boolean isTrying;
    private long unreadableCount;

    /**
     * @param writer a number that no other writer of the log has, nor had
     * @param from the first position to tell
     */
    public WormLog(
            final WormClient client,
            final Place place,
            final long writer,
            final long from,
            final NanoClock clock,
            final Listener listener) {
        this.client = client;
        segments = new Segments(client);
        this.place = place;
        this.writer = writer;
        this.clock = clock;
        this.listener = listener;
        told = from;
        tail = from;
        listen();
    }

    private void listen() {
        listening = client.listen(place.segment(told), place.offset(told), new SlotListener() {
            @Override
            public void onSlot(final int offset, final RegisterValue value) {
                tell(value);
            }

            @Override
            public void onTrimmed(final int end) {
                told = told - place.offset(told) + end;
                tail = Math.max(tail, told);
                listener.onTrimmed(told);
                nextSegment();
            }
        });
    }

    private void tell(final RegisterValue value) {
        final LogEntry entry = LogEntry.of(told, value);
        told++;
        tail = Math.max(tail, told);
        if (entry == null) {
            unreadableCount++;
        } else {
            listener.onEntry(entry);
        }
        nextSegment();
    }

    private void nextSegment() {
        if (place.offset(told) == 0) {
            listening.close();
            listen();
        }
    }

    /** Appends an entry; returns its sequence, or -1 if too many wait. */
    public long append(final RegisterValue payload, final long timeoutNs, final Consumer<Appended> onAppended) {
        return append(nextSequence, payload, timeoutNs, onAppended);
    }

    /** Appends an entry again, or for the first time, with a sequence of its writer. */
    public long append(
            final long sequence,
            final RegisterValue payload,
            final long timeoutNs,
            final Consumer<Appended> onAppended) {
        if (appends.size() >= MOST_APPENDS) {
            return -1;
        }
        nextSequence = Math.max(nextSequence, sequence + 1);
        appends.add(new Append(sequence, payload, clock.nanoTime() + timeoutNs, onAppended));
        return sequence;
    }

    /** Does what is due; returns the work done. The client is turned by itself. */
    public int doWork() {
        final Append append = appends.peek();
        if (append == null || isTrying) {
            return 0;
        }
        if (append.deadlineNs() - clock.nanoTime() <= 0) {
            end(new Appended(Outcome.Status.TIMED_OUT, -1));
            return 1;
        }
        isTrying = true;
        if (place.segment(tail) == allocated) {
            tryAt(append, tail);
        } else {
            allocate(place.segment(tail));
        }
        return 1;
    }

    private long tryNs() {
        return TRY_POLLS * client.timing().pollNs();
    }

    private void allocate(final int segment) {
        segments.alloc(segment, place.name(), tryNs(), allocation -> {
            isTrying = false;
            if (allocation.isOurs()) {
                allocated = segment;
            } else if (allocation.status() != Outcome.Status.TIMED_OUT) {
                end(new Appended(Outcome.Status.REFUSED, -1));
            }
        });
    }

    private void tryAt(final Append append, final long position) {
        final RegisterValue wanted = new LogEntry(position, writer, append.sequence(), append.payload()).toValue();
        final int offset = place.offset(position);
        client.writeOnce(place.segment(position), offset, wanted, tryNs(), outcome -> {
            isTrying = false;
            switch (outcome.status()) {
                case DONE -> {
                    tail = Math.max(tail, position + 1);
                    if (outcome.values().get(offset).equals(wanted)) {
                        end(new Appended(Outcome.Status.DONE, position));
                    }
                }
                case TRIMMED -> tail = Math.max(tail, position + 1);
                case REFUSED -> end(new Appended(Outcome.Status.REFUSED, -1));
                default -> {
                    // Tried again at the same position until it is known what is there.
                }
            }
        });
    }

    private void end(final Appended appended) {
        appends.remove().onAppended().accept(appended);
    }

    /** Lets entries below a position be forgotten. */
    public void trim(final long position, final long timeoutNs, final Consumer<Outcome> onOutcome) {
        final int last = place.segment(position);
        for (int segment = place.firstSegment(); segment < last; segment++) {
            client.trim(segment, place.segmentRegisters(), timeoutNs, outcome -> {});
        }
        if (place.offset(position) > 0) {
            client.trim(last, place.offset(position), timeoutNs, onOutcome);
        } else {
            onOutcome.accept(new Outcome(Outcome.Status.DONE, java.util.Collections.emptySortedMap(), null));
        }
    }

    /** The next position that will be told. */
    public long told() {
        return told;
    }

    /** Whether all that was in the present segment when it was looked at first has been told. */
    public boolean isCurrent() {
        return listening.isCurrent();
    }

    /** Appends that wait. */
    public int waiting() {
        return appends.size();
    }

    /** Registers of the log that hold something else than an entry. */
    public long unreadableCount() {
        return unreadableCount;
    }

    @Override
    public void close() {
        listening.close();
    }
}
