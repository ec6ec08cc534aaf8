package io.holdfast.element;

/** A deadline in logged time, at which an element is called back between bursts. Used on the worker's thread. */
public interface Timer {
    /** Value of {@link #deadlineNs()} when the timer is not set. */
    long NOT_SET = Long.MAX_VALUE;

    /** Sets or moves the deadline; one in the past fires before the next burst. */
    void schedule(long deadlineNs);

    void clear();

    /** The deadline in nanoseconds of the epoch, or {@link #NOT_SET}. */
    long deadlineNs();
}
