package io.holdfast.element;

import io.holdfast.packet.NativeMemory;

/** A few numbers in local state, by index; a number that keeps its value counts as no change. */
public final class LocalLongs {
    private final LocalState state;

    /** Takes zeroed numbers under an element's name; during {@link Element#initialize}. */
    public LocalLongs(final ElementContext context, final String containerName, final int count) {
        state = context.localState(containerName, (long) count * Long.BYTES);
    }

    public long get(final int index) {
        return NativeMemory.getLong(state.address() + (long) index * Long.BYTES);
    }

    public void set(final int index, final long value) {
        if (get(index) != value) {
            state.changing();
            NativeMemory.putLong(state.address() + (long) index * Long.BYTES, value);
        }
    }

    public void add(final int index, final long delta) {
        set(index, get(index) + delta);
    }
}
