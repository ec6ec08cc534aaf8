package io.holdfast.recovery;

import io.holdfast.element.AccessControl;
import io.holdfast.element.StateStore;
import io.holdfast.recovery.order.LoggedAccess;
import io.holdfast.recovery.order.StateWatch;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;

/**
 * What the containers of all workers of a node hold on to, and the behaviours behind it.
 *
 * <p>Used by the node's thread: before the workers work, or at a meeting.
 */
interface NodeAccesses {
    /** What a worker's containers hold on to. */
    AccessControl ofContainers(int worker);

    /** All graphs are built, and all variables known. */
    void built(StateStore state, int accessBytes);

    /** What a worker's accesses note while its bursts are logged. */
    LoggedAccess logged(int worker);

    /** Most bytes of a burst's entries. */
    int accessBytes();

    /** A log epoch begins: from here on accesses are noted, and what they change is told. */
    void beginEpoch(StateWatch watch);

    /** From here on this one is told before state changes. */
    void watch(StateWatch watch);

    /** There is no log: from here on nothing is noted or told. */
    void endEpoch();

    /** What the workers' replay of an epoch shares. */
    ReplayOrder replayOrder(AccessRing[] rings);

    /** From here on a worker's accesses wait for their turn. */
    ReplayingAccess replaying(int worker, ReplayOrder order);
}
