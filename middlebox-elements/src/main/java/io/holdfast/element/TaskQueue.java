package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of one worker's graph.
 *
 * <p>Which are scheduled, and whose turn is next, lies in local state, so that it is part of snapshots: the number of
 * scheduled ones (8 bytes), the next one's number (8 bytes), then a byte for each. Used by the worker's thread.
 */
final class TaskQueue {
    /** Most tasks of a graph. */
    static final int MAX_TASKS = 65_536;

    private static final int COUNT = 0;
    private static final int NEXT = 8;
    private static final int FLAGS = 16;

    private final List<ElementTask> tasks = new ArrayList<>();
    private LocalState memory;

    /** Makes a task; only before {@link #seal}. */
    Task add(final Runnable work) {
        if (memory != null) {
            throw new IllegalStateException("tasks are made during initialize");
        }
        if (tasks.size() == MAX_TASKS) {
            throw new IllegalStateException("too many tasks, limit " + MAX_TASKS);
        }
        final ElementTask task = new ElementTask(tasks.size(), work);
        tasks.add(task);
        return task;
    }

    /** Bytes of state memory that the tasks made so far need. */
    long memoryBytes() {
        return FLAGS + (long) tasks.size();
    }

    /** Moves what is scheduled into state memory; no more tasks can be made. */
    void seal(final LocalState state) {
        memory = state;
        for (final ElementTask task : tasks) {
            if (task.isScheduledEarly) {
                set(task.number, true);
            }
        }
    }

    boolean hasWork() {
        return NativeMemory.getLong(memory.address() + COUNT) > 0;
    }

    /**
     * Runs scheduled tasks in turn, going on after the one that ran last.
     *
     * @param maxRuns runs at most; a task that schedules itself again runs again
     * @return runs
     */
    int run(final int maxRuns) {
        int runs = 0;
        while (runs < maxRuns && hasWork()) {
            final int number = next();
            set(number, false);
            NativeMemory.putLong(memory.address() + NEXT, number + 1L);
            tasks.get(number).work.run();
            runs++;
        }
        return runs;
    }

    private int next() {
        final int size = tasks.size();
        int number = (int) NativeMemory.getLong(memory.address() + NEXT);
        for (int i = 0; i < size; i++, number++) {
            if (number >= size) {
                number = 0;
            }
            if (isSet(number)) {
                return number;
            }
        }
        throw new IllegalStateException("tasks are counted wrong");
    }

    private boolean isSet(final int number) {
        return NativeMemory.getByte(memory.address() + FLAGS + number) != 0;
    }

    private void set(final int number, final boolean scheduled) {
        if (isSet(number) == scheduled) {
            return;
        }
        memory.changing();
        NativeMemory.putByte(memory.address() + FLAGS + number, (byte) (scheduled ? 1 : 0));
        final long count = NativeMemory.getLong(memory.address() + COUNT);
        NativeMemory.putLong(memory.address() + COUNT, scheduled ? count + 1 : count - 1);
    }

    private final class ElementTask implements Task {
        private final int number;
        private final Runnable work;
        private boolean isScheduledEarly;

        ElementTask(final int number, final Runnable work) {
            this.number = number;
            this.work = work;
        }

        @Override
        public void schedule() {
            change(true);
        }

        @Override
        public void unschedule() {
            change(false);
        }

        private void change(final boolean scheduled) {
            if (memory == null) {
                isScheduledEarly = scheduled;
            } else {
                set(number, scheduled);
            }
        }

        @Override
        public boolean isScheduled() {
            return memory == null ? isScheduledEarly : isSet(number);
        }
    }
}
