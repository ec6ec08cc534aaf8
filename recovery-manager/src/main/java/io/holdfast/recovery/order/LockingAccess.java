package io.holdfast.recovery.order;

import io.holdfast.element.AccessControl;

/** A worker's accesses on a master with several workers and no replica: locks, and nothing noted. */
public final class LockingAccess implements AccessControl {
    private final VariableTable variables;
    private final Waiting waiting;

    public LockingAccess(final VariableTable variables, final Waiting waiting) {
        this.variables = variables;
        this.waiting = waiting;
    }

    @Override
    public void beginRead(final int variable) {
        variables.lockShared(variable, waiting);
    }

    @Override
    public void endRead(final int variable) {
        variables.unlockShared(variable);
    }

    @Override
    public void beginWrite(final int variable) {
        variables.lockExclusive(variable, waiting);
    }

    @Override
    public void endWrite(final int variable) {
        variables.unlockExclusive(variable);
    }
}
