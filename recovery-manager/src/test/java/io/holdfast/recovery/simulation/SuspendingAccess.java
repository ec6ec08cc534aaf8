package io.holdfast.recovery.simulation;

import io.holdfast.element.AccessControl;

/** Suspends before, inside and after every access, so that any other worker may come in between. */
final class SuspendingAccess implements AccessControl {
    private final AccessControl access;
    private final Schedule schedule;

    SuspendingAccess(final AccessControl access, final Schedule schedule) {
        this.access = access;
        this.schedule = schedule;
    }

    @Override
    public void beginRead(final int variable) {
        Fiber.suspend();
        access.beginRead(variable);
        Fiber.suspend();
    }

    @Override
    public void endRead(final int variable) {
        access.endRead(variable);
        schedule.progress();
    }

    @Override
    public void beginWrite(final int variable) {
        Fiber.suspend();
        access.beginWrite(variable);
        Fiber.suspend();
    }

    @Override
    public void endWrite(final int variable) {
        access.endWrite(variable);
        schedule.progress();
    }

    @Override
    public void localChange() {
        access.localChange();
        Fiber.suspend();
    }

    @Override
    public void localChange(final int local) {
        access.localChange(local);
        Fiber.suspend();
    }

    @Override
    public void actFor(final int origin) {
        access.actFor(origin);
    }

    @Override
    public boolean readsForEach() {
        return access.readsForEach();
    }
}
