package io.holdfast.recovery.simulation;

import io.holdfast.element.AccessControl;
import io.holdfast.element.OutputLanes;
import io.holdfast.packet.Packet;

/** Suspends before, inside and after every access, so that any other worker may come in between. */
final class SuspendingAccess implements AccessControl {
    private final AccessControl access;
    private final Schedule schedule;
    private final boolean forgetsThatLanesAreOfAll;

    SuspendingAccess(final AccessControl access, final World world) {
        this.access = access;
        schedule = world.schedule();
        forgetsThatLanesAreOfAll = world.has(Canary.PASSES_ON_FOR_ONE);
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
        if (origin != Packet.NO_ORIGIN || !forgetsThatLanesAreOfAll || !isSaidByLanes()) {
            access.actFor(origin);
        }
    }

    private static boolean isSaidByLanes() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.limit(4).anyMatch(frame -> frame.getDeclaringClass() == OutputLanes.class));
    }

    @Override
    public boolean readsForEach() {
        return access.readsForEach();
    }
}
