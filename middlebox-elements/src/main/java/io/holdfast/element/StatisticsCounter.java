package io.holdfast.element;

import java.lang.invoke.VarHandle;

/** A soft counter: written by one worker, read from any thread, neither logged nor digested. */
public final class StatisticsCounter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = java.lang.invoke.MethodHandles.lookup().findVarHandle(StatisticsCounter.class, "value", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private long value;

    public StatisticsCounter(final String name) {
        this.name = name;
    }

    /** Name of the counter: {@code element.counter}. */
    public String name() {
        return name;
    }

    public void increment() {
        add(1);
    }

    /** Adds; on the owning worker's thread only. */
    public void add(final long delta) {
        VALUE.setOpaque(this, value + delta);
    }

    public void reset() {
        VALUE.setOpaque(this, 0L);
    }

    public long get() {
        return (long) VALUE.getOpaque(this);
    }
}
