package io.holdfast.element.state;

import io.holdfast.element.AccessControl;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedCounter;
import io.holdfast.element.SharedPool;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StateRegion;
import io.holdfast.element.StateStore;
import io.holdfast.element.TableLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a node in flat native memory.
 *
 * <p>Containers, and so variables and regions, are numbered in the order in which they are first asked for: nodes that
 * build the same graph for the same workers in the same order number alike. Used by one thread, while graphs are set
 * up; the views given out are used by their workers.
 */
public final class FlatStateStore implements StateStore {
    /** By name, in the order of creation. */
    private final Map<String, Container> containers = new LinkedHashMap<>();

    private final List<Container> locals = new ArrayList<>();
    private final long hashSeed;
    private int variableCount;

    /** State whose tables hash without a secret: for tests. */
    public FlatStateStore() {
        this(0);
    }

    /**
     * State of a node.
     *
     * @param hashSeed of the tables' keys: the same on all nodes of a group, and known to nobody else
     */
    public FlatStateStore(final long hashSeed) {
        this.hashSeed = hashSeed;
    }

    @Override
    public SharedTable sharedTable(
            final String owner, final String name, final TableLayout layout, final AccessControl accessControl) {
        final TableShape shape = TableShape.of(layout);
        final Container container = attach(owner + "." + name, shape, shape.totalBytes(), layout.stripes());
        return new FlatTable(shape, container.memory.address(), container.firstVariable, hashSeed, accessControl);
    }

    @Override
    public SharedPool sharedPool(
            final String owner, final String name, final int begin, final int end, final AccessControl accessControl) {
        final PoolShape shape = new PoolShape(begin, end);
        final boolean isNew = !containers.containsKey(owner + "." + name);
        final Container container = attach(owner + "." + name, shape, shape.totalBytes(), 1);
        final FlatPool pool = new FlatPool(shape, container.memory.address(), container.firstVariable, accessControl);
        if (isNew) {
            pool.fill();
        }
        return pool;
    }

    @Override
    public SharedCounter sharedCounter(final String owner, final String name, final AccessControl accessControl) {
        final Container container = attach(owner + "." + name, "counter", Long.BYTES, 1);
        return new FlatCounter(container.memory.address(), container.firstVariable, accessControl);
    }

    @Override
    public LocalState localState(
            final String owner,
            final String name,
            final int worker,
            final long lengthBytes,
            final AccessControl accessControl) {
        final Container container = attach(owner + "." + name + "#" + worker, lengthBytes, lengthBytes, 0);
        if (!locals.contains(container)) {
            locals.add(container);
        }
        return new FlatLocalState(container.memory.address(), lengthBytes, locals.indexOf(container), accessControl);
    }

    @Override
    public int variableCount() {
        return variableCount;
    }

    @Override
    public String variableName(final int variable) {
        final Container container = containerOf(variable);
        return container.shape instanceof TableShape
                ? container.name + "[" + (variable - container.firstVariable) + "]"
                : container.name;
    }

    @Override
    public StateRegion variableRegion(final int variable) {
        final Container container = containerOf(variable);
        final long lengthBytes = container.memory.lengthBytes() / container.variables;
        final long offset = (variable - container.firstVariable) * lengthBytes;
        return new StateRegion(variableName(variable), container.memory.address() + offset, lengthBytes);
    }

    @Override
    public int localCount() {
        return locals.size();
    }

    @Override
    public StateRegion localRegion(final int local) {
        return locals.get(local).region();
    }

    private Container containerOf(final int variable) {
        for (final Container container : containers.values()) {
            final int index = variable - container.firstVariable;
            if (index >= 0 && index < container.variables) {
                return container;
            }
        }
        throw new IllegalArgumentException("variable must be in [0, " + variableCount + "): " + variable);
    }

    @Override
    public List<StateRegion> regions() {
        final List<StateRegion> regions = new ArrayList<>();
        for (final Container container : containers.values()) {
            regions.add(container.region());
        }
        return regions;
    }

    /** Gives the memory back; no view may be used any more. */
    @Override
    public void close() {
        containers.values().forEach(container -> container.memory.close());
        containers.clear();
        locals.clear();
    }

    private Container attach(final String name, final Object shape, final long lengthBytes, final int variables) {
        final Container present = containers.get(name);
        if (present == null) {
            final MemoryBlock memory = new MemoryBlock(name, lengthBytes);
            final Container created = new Container(name, shape, memory, variableCount, variables);
            containers.put(name, created);
            variableCount += variables;
            return created;
        }
        if (!present.shape.equals(shape)) {
            throw new IllegalArgumentException(
                    "container " + name + " is asked for as " + shape + ", but is " + present.shape);
        }
        return present;
    }

    /**
     * One piece of state.
     *
     * @param name for reports
     * @param shape that all who attach must ask for
     * @param memory of it
     * @param firstVariable number of its first shared variable
     * @param variables shared variables it has, from the first one on
     */
    private record Container(String name, Object shape, MemoryBlock memory, int firstVariable, int variables) {
        StateRegion region() {
            return new StateRegion(name, memory.address(), memory.lengthBytes());
        }
    }
}
