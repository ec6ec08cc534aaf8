package io.holdfast.recovery.replay;

import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;

/**
 * The replay of a node's only worker: there is nobody to wait for, and nothing is listed in the log. What the worker
 * does is compared by digest. Its containers hold on to its {@link SoleAccesses} from beginning to end.
 */
public final class SoleReplay extends ReplayingAccess {
    private final SoleAccesses accesses;

    private SoleReplay(final ReplayOrder order, final SoleAccesses accesses) {
        super(0, order, Waiting.YIELD, new SwitchingAccess(), accesses, Integer::toString);
        this.accesses = accesses;
    }

    /** Joins a worker's accesses with the order of a replay that has one worker. */
    public static SoleReplay of(final ReplayOrder order, final SoleAccesses accesses) {
        return new SoleReplay(order, accesses);
    }

    /** An order for one worker. */
    public static ReplayOrder order(final AccessRing[] rings) {
        return new ReplayOrder(rings, new VariableTable(0, 1));
    }

    @Override
    void beginBurst(final long number) {
        super.beginBurst(number);
        accesses.beginBurst(number);
    }

    @Override
    long digest() {
        return accesses.digest();
    }
}
