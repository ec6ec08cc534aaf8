package io.holdfast.recovery.view;

import java.util.function.LongSupplier;

/** The host of a member that has no data path: everything is stored, and drained, at once. */
class IdleHost implements ViewHost {
    private final LongSupplier clock;
    private long incarnation = 1;

    /** @param clock of the member, in nanoseconds */
    IdleHost(final LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void onView(final View view, final MemberId self) {}

    @Override
    public final long onDeposed(final View view) {
        return ++incarnation;
    }

    @Override
    public final long seal() {
        return clock.getAsLong();
    }

    @Override
    public final void hold(final MemberId candidate) {}

    @Override
    public final boolean isStored(final MemberId candidate) {
        return true;
    }

    @Override
    public final void unhold() {}

    @Override
    public final void drain() {}

    @Override
    public final boolean isDrained() {
        return true;
    }

    @Override
    public final void resume() {}
}
