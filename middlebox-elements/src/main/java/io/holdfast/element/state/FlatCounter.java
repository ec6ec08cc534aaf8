package io.holdfast.element.state;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedCounter;
import io.holdfast.packet.NativeMemory;

/** One worker's view of a shared number in flat memory. */
final class FlatCounter implements SharedCounter {
    private final long address;
    private final int variable;
    private final AccessControl accessControl;

    FlatCounter(final long address, final int variable, final AccessControl accessControl) {
        this.address = address;
        this.variable = variable;
        this.accessControl = accessControl;
    }

    @Override
    public long get() {
        accessControl.beginRead(variable);
        final long value = NativeMemory.getLong(address);
        accessControl.endRead(variable);
        return value;
    }

    @Override
    public long getAndAdd(final long delta) {
        accessControl.beginWrite(variable);
        final long value = NativeMemory.getLong(address);
        NativeMemory.putLong(address, value + delta);
        accessControl.endWrite(variable);
        return value;
    }

    @Override
    public void set(final long value) {
        accessControl.beginWrite(variable);
        NativeMemory.putLong(address, value);
        accessControl.endWrite(variable);
    }
}
