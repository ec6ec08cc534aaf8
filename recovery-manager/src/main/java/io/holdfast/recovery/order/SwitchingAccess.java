package io.holdfast.recovery.order;

import io.holdfast.element.AccessControl;

/**
 * What a worker's containers hold on to, while the behaviour behind it changes with the node's role.
 *
 * <p>It changes between bursts, with one exception: replay that has come to its line goes live as an access begins, and
 * the access then ends in the new behaviour. While the graph is built nothing stands behind it: both nodes build alike,
 * and what initialization does is no part of the log. Used by the worker's thread.
 */
public final class SwitchingAccess implements AccessControl {
    private AccessControl behaviour = UNPROTECTED;

    /** From the next call on, accesses behave like this. */
    public void become(final AccessControl newBehaviour) {
        behaviour = newBehaviour;
    }

    @Override
    public void beginRead(final int variable) {
        behaviour.beginRead(variable);
    }

    @Override
    public void endRead(final int variable) {
        behaviour.endRead(variable);
    }

    @Override
    public void beginWrite(final int variable) {
        behaviour.beginWrite(variable);
    }

    @Override
    public void endWrite(final int variable) {
        behaviour.endWrite(variable);
    }

    @Override
    public void localChange() {
        behaviour.localChange();
    }

    @Override
    public void localChange(final int local) {
        behaviour.localChange(local);
    }

    @Override
    public void actFor(final int origin) {
        behaviour.actFor(origin);
    }

    @Override
    public boolean readsForEach() {
        return behaviour.readsForEach();
    }
}
