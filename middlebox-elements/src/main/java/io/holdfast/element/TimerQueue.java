package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The timers of one worker's graph.
 *
 * <p>Deadlines lie in local state, so that they are part of snapshots: the earliest of all first, then each timer's,
 * by number. Nothing about them is kept elsewhere; memory that is overwritten by a snapshot is right at once. As the
 * memory's size is known only when all elements are initialized, deadlines set before are kept aside until then.
 *
 * <p>Graphs have a handful of timers, so the earliest is found by looking at all. Used by the worker's thread.
 */
final class TimerQueue {
    /** Most timers of a graph. */
    static final int MAX_TIMERS = 4096;

    private final List<ElementTimer> timers = new ArrayList<>();
    private LocalState memory;
    private int pass;

    /** Makes a timer; only before {@link #seal}. */
    Timer add(final Runnable onExpiry) {
        if (memory != null) {
            throw new IllegalStateException("timers are made during initialize");
        }
        if (timers.size() == MAX_TIMERS) {
            throw new IllegalStateException("too many timers, limit " + MAX_TIMERS);
        }
        final ElementTimer timer = new ElementTimer(timers.size(), onExpiry);
        timers.add(timer);
        return timer;
    }

    /** Bytes of state memory that the timers made so far need. */
    long memoryBytes() {
        return (timers.size() + 1L) * Long.BYTES;
    }

    /** Moves the deadlines into state memory; no more timers can be made. */
    void seal(final LocalState state) {
        memory = state;
        for (final ElementTimer timer : timers) {
            putDeadline(timer.number, timer.earlyDeadlineNs);
        }
        updateEarliest();
    }

    long nextDeadlineNs() {
        return NativeMemory.getLong(memory.address());
    }

    /**
     * Fires the timers that are due, in the order of their deadlines, then of their numbers. Each fires at most once;
     * one that sets itself to a time not after now is due at the next call.
     *
     * @return timers fired
     */
    int run(final long nowNs) {
        int fired = 0;
        pass++;
        while (nextDeadlineNs() <= nowNs) {
            final ElementTimer timer = nextDue(nowNs);
            if (timer == null) {
                break;
            }
            timer.lastPass = pass;
            timer.clear();
            timer.onExpiry.run();
            fired++;
        }
        return fired;
    }

    private ElementTimer nextDue(final long nowNs) {
        ElementTimer found = null;
        long foundNs = nowNs;
        for (final ElementTimer timer : timers) {
            final long deadlineNs = deadline(timer.number);
            final boolean earlier = deadlineNs < foundNs || found == null && deadlineNs == foundNs;
            if (earlier && timer.lastPass != pass) {
                found = timer;
                foundNs = deadlineNs;
            }
        }
        return found;
    }

    private void change(final int number, final long deadlineNs) {
        final long previousNs = deadline(number);
        if (previousNs == deadlineNs) {
            return;
        }
        memory.changing();
        putDeadline(number, deadlineNs);
        if (deadlineNs < nextDeadlineNs()) {
            NativeMemory.putLong(memory.address(), deadlineNs);
        } else if (previousNs == nextDeadlineNs()) {
            updateEarliest();
        }
    }

    private void updateEarliest() {
        long earliestNs = Timer.NOT_SET;
        for (int i = 0; i < timers.size(); i++) {
            earliestNs = Math.min(earliestNs, deadline(i));
        }
        NativeMemory.putLong(memory.address(), earliestNs);
    }

    private long deadline(final int number) {
        return NativeMemory.getLong(memory.address() + (number + 1L) * Long.BYTES);
    }

    private void putDeadline(final int number, final long deadlineNs) {
        NativeMemory.putLong(memory.address() + (number + 1L) * Long.BYTES, deadlineNs);
    }

    private final class ElementTimer implements Timer {
        private final int number;
        private final Runnable onExpiry;
        private long earlyDeadlineNs = NOT_SET;
        /** The call of {@link #run} in which it fired last; of use only within that call, so no state. */
        private int lastPass;

        ElementTimer(final int number, final Runnable onExpiry) {
            this.number = number;
            this.onExpiry = onExpiry;
        }

        @Override
        public void schedule(final long deadlineNs) {
            if (memory == null) {
                earlyDeadlineNs = deadlineNs;
            } else {
                change(number, deadlineNs);
            }
        }

        @Override
        public void clear() {
            schedule(NOT_SET);
        }

        @Override
        public long deadlineNs() {
            return memory == null ? earlyDeadlineNs : deadline(number);
        }
    }
}
