package io.holdfast.recovery;

import io.holdfast.element.AccessControl;
import io.holdfast.element.StateStore;
import io.holdfast.log.AccessNotes;
import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.recovery.order.LockingAccess;
import io.holdfast.recovery.order.LoggedAccess;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.StateWatch;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import io.holdfast.recovery.replay.AccessRing;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The accesses of a node with several workers, which share its variables.
 *
 * <pre>
 *   replaying ─ take-over ─► locking ◄─ no replica ─┐
 *                               └─── epoch begins ──► ordered
 * </pre>
 */
final class SharedNodeAccesses implements NodeAccesses {
    private final Waiting waiting;
    private final IntFunction<Waiting> patient;
    private final AccessMaker maker;
    private final SwitchingAccess[] switching;
    private final OrderedAccess[] ordered;
    private StateStore state;
    private VariableTable variables;
    private LockingAccess locking;
    private int accessBytes;

    /**
     * Makes the accesses of some workers, behind which there is nothing while graphs are built.
     *
     * @param waiting what a worker does while another one has a variable
     * @param patient what each worker does while a record is still to come
     * @param maker of the accesses that are logged
     */
    SharedNodeAccesses(
            final int workers, final Waiting waiting, final IntFunction<Waiting> patient, final AccessMaker maker) {
        this.waiting = waiting;
        this.patient = patient;
        this.maker = maker;
        switching = new SwitchingAccess[workers];
        Arrays.setAll(switching, worker -> new SwitchingAccess());
        ordered = new OrderedAccess[workers];
    }

    @Override
    public AccessControl ofContainers(final int worker) {
        return switching[worker];
    }

    @Override
    public void built(final StateStore newState, final int newAccessBytes) {
        state = newState;
        accessBytes = newAccessBytes;
        variables = new VariableTable(state.variableCount(), switching.length);
        locking = new LockingAccess(variables, waiting);
        Arrays.setAll(
                ordered,
                worker -> maker.make(worker, variables, waiting, new AccessNotes(switching.length, accessBytes)));
        endEpoch();
    }

    @Override
    public LoggedAccess logged(final int worker) {
        return ordered[worker];
    }

    @Override
    public int accessBytes() {
        return accessBytes;
    }

    @Override
    public void beginEpoch(final StateWatch watch) {
        variables.startEpoch();
        for (int worker = 0; worker < switching.length; worker++) {
            ordered[worker].startEpoch();
            ordered[worker].watch(watch);
            switching[worker].become(ordered[worker]);
        }
    }

    @Override
    public void watch(final StateWatch watch) {
        for (final OrderedAccess access : ordered) {
            access.watch(watch);
        }
    }

    @Override
    public void endEpoch() {
        for (int worker = 0; worker < switching.length; worker++) {
            ordered[worker].watch(StateWatch.NONE);
            switching[worker].become(locking);
        }
    }

    @Override
    public ReplayOrder replayOrder(final AccessRing[] rings) {
        return new ReplayOrder(rings, variables);
    }

    @Override
    public ReplayingAccess replaying(final int worker, final ReplayOrder order) {
        final ReplayingAccess replaying = new ReplayingAccess(
                worker, order, patient.apply(worker), switching[worker], locking, state::variableName);
        switching[worker].become(replaying);
        return replaying;
    }
}
