package io.holdfast.element;

import io.holdfast.packet.NativeMemory;

/** A number that one worker's element keeps and that is part of its state. Used on the worker's thread. */
public final class LocalLong {
    private final LocalState state;

    /**
     * Makes the number.
     *
     * @param name of the container within the element
     * @param initial value
     */
    public LocalLong(final ElementContext context, final String name, final long initial) {
        state = context.localState(name, Long.BYTES);
        NativeMemory.putLong(state.address(), initial);
    }

    public long get() {
        return NativeMemory.getLong(state.address());
    }

    public void set(final long value) {
        state.changing();
        NativeMemory.putLong(state.address(), value);
    }

    /**
     * Adds to the number.
     *
     * @return the value before
     */
    public long getAndAdd(final long delta) {
        final long before = get();
        set(before + delta);
        return before;
    }
}
