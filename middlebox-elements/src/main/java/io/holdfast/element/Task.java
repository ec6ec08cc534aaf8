package io.holdfast.element;

/**
 * Something that an element does when it is its turn: pull packets, or make some.
 *
 * <p>The worker runs scheduled tasks after the timers and after each received burst, in turn and by number, a few per
 * burst. A task is unscheduled before it runs, and schedules itself again if there is more to do. Used on the worker's
 * thread.
 */
public interface Task {
    void schedule();

    void unschedule();

    boolean isScheduled();
}
