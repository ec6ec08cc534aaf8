package io.holdfast.element.state;

import static io.holdfast.element.state.PoolShape.AVAILABLE_OFFSET;
import static io.holdfast.element.state.PoolShape.EMPTY_OFFSET;
import static io.holdfast.element.state.PoolShape.HEAD_OFFSET;
import static io.holdfast.element.state.PoolShape.RING_OFFSET;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedPool;
import io.holdfast.packet.NativeMemory;

/** One worker's view of a free list: a ring in flat memory, in which a number is taken at the head. */
final class FlatPool implements SharedPool {
    private final PoolShape shape;
    private final long address;
    private final int variable;
    private final AccessControl accessControl;
    private final int numbers;

    FlatPool(final PoolShape shape, final long address, final int variable, final AccessControl accessControl) {
        this.shape = shape;
        this.address = address;
        this.variable = variable;
        this.accessControl = accessControl;
        numbers = shape.numbers();
    }

    /** Puts all numbers into a new pool, in order. */
    void fill() {
        for (int i = 0; i < numbers; i++) {
            NativeMemory.putInt(place(i), shape.begin() + i);
        }
        NativeMemory.putLong(address + AVAILABLE_OFFSET, numbers);
    }

    @Override
    public int take() {
        accessControl.beginWrite(variable);
        final int taken;
        final long available = NativeMemory.getLong(address + AVAILABLE_OFFSET);
        if (available == 0) {
            NativeMemory.putLong(address + EMPTY_OFFSET, NativeMemory.getLong(address + EMPTY_OFFSET) + 1);
            taken = EMPTY;
        } else {
            final long head = NativeMemory.getLong(address + HEAD_OFFSET);
            taken = NativeMemory.getInt(place(head));
            NativeMemory.putLong(address + HEAD_OFFSET, wrap(head + 1));
            NativeMemory.putLong(address + AVAILABLE_OFFSET, available - 1);
        }
        accessControl.endWrite(variable);
        return taken;
    }

    /**
     * Gives a number back.
     *
     * @throws IllegalStateException if it cannot have been taken: it is not one of the pool's, or none is out
     */
    @Override
    public void give(final int number) {
        if (number < shape.begin() || number >= shape.end()) {
            throw new IllegalStateException("not a number of the pool " + shape + ": " + number);
        }
        accessControl.beginWrite(variable);
        final long available = NativeMemory.getLong(address + AVAILABLE_OFFSET);
        final boolean possible = available < numbers;
        if (possible) {
            final long head = NativeMemory.getLong(address + HEAD_OFFSET);
            NativeMemory.putInt(place(wrap(head + available)), number);
            NativeMemory.putLong(address + AVAILABLE_OFFSET, available + 1);
        }
        accessControl.endWrite(variable);
        if (!possible) {
            throw new IllegalStateException("given back to a full pool " + shape + ": " + number);
        }
    }

    /** Numbers that are free; a read access. */
    @Override
    public int available() {
        accessControl.beginRead(variable);
        final int available = (int) NativeMemory.getLong(address + AVAILABLE_OFFSET);
        accessControl.endRead(variable);
        return available;
    }

    /** How often nothing was free. For statistics: no access. */
    @Override
    public long emptyCount() {
        return NativeMemory.getLong(address + EMPTY_OFFSET);
    }

    private long wrap(final long position) {
        return position >= numbers ? position - numbers : position;
    }

    private long place(final long position) {
        return address + RING_OFFSET + position * Integer.BYTES;
    }
}
