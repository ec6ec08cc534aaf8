package io.holdfast.recovery;

import io.holdfast.element.AccessControl;
import io.holdfast.element.StateStore;
import io.holdfast.recovery.order.LoggedAccess;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.recovery.order.StateWatch;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import io.holdfast.recovery.replay.SoleReplay;

/** The accesses of a node with one worker: one object, which serves in every role. */
final class SoleNodeAccesses implements NodeAccesses {
    private final SoleAccesses accesses = new SoleAccesses();

    @Override
    public AccessControl ofContainers(final int worker) {
        return accesses;
    }

    @Override
    public void built(final StateStore state, final int accessBytes) {
        // Nothing depends on the variables.
    }

    @Override
    public LoggedAccess logged(final int worker) {
        return accesses;
    }

    @Override
    public int accessBytes() {
        return 0;
    }

    @Override
    public void beginEpoch(final StateWatch watch) {
        accesses.startEpoch();
        accesses.watch(watch);
    }

    @Override
    public void watch(final StateWatch watch) {
        accesses.watch(watch);
    }

    @Override
    public void endEpoch() {
        accesses.watch(StateWatch.NONE);
    }

    @Override
    public ReplayOrder replayOrder(final AccessRing[] rings) {
        return SoleReplay.order(rings);
    }

    @Override
    public ReplayingAccess replaying(final int worker, final ReplayOrder order) {
        return SoleReplay.of(order, accesses);
    }
}
