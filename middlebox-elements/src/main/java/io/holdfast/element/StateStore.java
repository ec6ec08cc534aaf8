package io.holdfast.element;

import java.util.List;

/**
 * All state of a node, by the names that elements give it.
 *
 * <p>The first worker that asks for a shared container creates it, the others attach to it; both must ask with the
 * same layout. Containers are flat: their memory is a list of regions that can be copied to make a snapshot and
 * compared bit by bit. Used while a graph is set up, by one thread.
 */
public interface StateStore extends AutoCloseable {
    /**
     * A table that all workers share.
     *
     * @param owner name of the element
     * @param name of the container within the element
     * @param layout capacity and entry size
     * @param accessControl of the worker that will use the returned view
     */
    SharedTable sharedTable(String owner, String name, TableLayout layout, AccessControl accessControl);

    /** A free list of the numbers [begin, end) that all workers share. */
    SharedPool sharedPool(String owner, String name, int begin, int end, AccessControl accessControl);

    /** A number that all workers share. */
    SharedCounter sharedCounter(String owner, String name, AccessControl accessControl);

    /** Zeroed memory that only one worker touches; each worker has its own under the same name. */
    LocalState localState(String owner, String name, int worker, long lengthBytes, AccessControl accessControl);

    /** Shared variables given out so far; their numbers are [0, variableCount). */
    int variableCount();

    /** Name of a variable, for reports: {@code rw.flows[17]}. */
    String variableName(int variable);

    /** The memory of one shared variable: what a write access of it may change. */
    StateRegion variableRegion(int variable);

    /** Pieces of local state given out so far, of all workers; their numbers are [0, localCount). */
    int localCount();

    /** The memory of one piece of local state. */
    StateRegion localRegion(int local);

    /** All memory that holds state, in a fixed order that is the same on both nodes. */
    List<StateRegion> regions();

    @Override
    void close();
}
