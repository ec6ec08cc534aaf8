package io.holdfast.element.state;

import io.holdfast.element.AccessControl;
import io.holdfast.element.LocalState;

/** Flat memory of one worker. */
final class FlatLocalState implements LocalState {
    private final long address;
    private final long lengthBytes;
    private final int local;
    private final AccessControl accessControl;

    FlatLocalState(final long address, final long lengthBytes, final int local, final AccessControl accessControl) {
        this.address = address;
        this.lengthBytes = lengthBytes;
        this.local = local;
        this.accessControl = accessControl;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void changing() {
        accessControl.localChange(local);
    }
}
