package io.holdfast.element;

import io.holdfast.element.state.FlatStateStore;
import java.util.List;

/** A state store, one container of which tells nobody of its accesses: a seeded bug, for tests of tests. */
final class DeafStateStore implements StateStore {
    private static final AccessControl DEAF = new AccessControl() {};

    private final FlatStateStore state = new FlatStateStore();
    private final String deafOwner;
    private final String deafName;

    /** Makes a store in which the container of that owner and name tells nothing; null for none. */
    DeafStateStore(final String deafOwner, final String deafName) {
        this.deafOwner = deafOwner;
        this.deafName = deafName;
    }

    private AccessControl of(final String owner, final String name, final AccessControl control) {
        return owner.equals(deafOwner) && name.equals(deafName) ? DEAF : control;
    }

    @Override
    public SharedTable sharedTable(
            final String owner, final String name, final TableLayout layout, final AccessControl control) {
        return state.sharedTable(owner, name, layout, of(owner, name, control));
    }

    @Override
    public SharedPool sharedPool(
            final String owner, final String name, final int begin, final int end, final AccessControl control) {
        return state.sharedPool(owner, name, begin, end, of(owner, name, control));
    }

    @Override
    public SharedCounter sharedCounter(final String owner, final String name, final AccessControl control) {
        return state.sharedCounter(owner, name, of(owner, name, control));
    }

    @Override
    public LocalState localState(
            final String owner,
            final String name,
            final int worker,
            final long lengthBytes,
            final AccessControl control) {
        return state.localState(owner, name, worker, lengthBytes, of(owner, name, control));
    }

    @Override
    public int variableCount() {
        return state.variableCount();
    }

    @Override
    public String variableName(final int variable) {
        return state.variableName(variable);
    }

    @Override
    public StateRegion variableRegion(final int variable) {
        return state.variableRegion(variable);
    }

    @Override
    public int localCount() {
        return state.localCount();
    }

    @Override
    public StateRegion localRegion(final int local) {
        return state.localRegion(local);
    }

    @Override
    public List<StateRegion> regions() {
        return state.regions();
    }

    @Override
    public void close() {
        state.close();
    }
}
