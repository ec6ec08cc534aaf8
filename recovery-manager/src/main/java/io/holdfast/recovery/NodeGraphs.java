package io.holdfast.recovery;

import io.holdfast.element.state.FlatStateStore;
import io.holdfast.recovery.order.AccessMaker;

/**
 * One graph for each of a node's workers, over one state. Outlives a take-over: what has been replayed is what goes on.
 *
 * <p>Built, and closed, by the node's thread; each graph is its worker's.
 */
final class NodeGraphs implements AutoCloseable {
    private final long randomSeed;
    private final FlatStateStore state;
    private final NodeAccesses accesses;
    private final WorkerRuntime[] runtimes;
    private final StatePieces pieces;

    /**
     * Builds the graphs; their outputs are freed until somebody else takes them.
     *
     * @param randomSeed of the tables' keys and of the workers' randomness; the same on both nodes
     */
    NodeGraphs(final NodeContext context, final long randomSeed) {
        this.randomSeed = randomSeed;
        state = new FlatStateStore(randomSeed);
        final int workers = context.settings().workers();
        final AccessMaker maker = context.faults().accesses();
        accesses = workers == 1
                ? new SoleNodeAccesses()
                : new SharedNodeAccesses(workers, context.team().waiting(), context.team()::patientWaiting, maker);
        runtimes = new WorkerRuntime[workers];
        for (int worker = 0; worker < workers; worker++) {
            runtimes[worker] = new WorkerRuntime(
                    new WorkerPlace(worker, workers, randomSeed + worker),
                    context.devices(),
                    context.definition(),
                    accesses.ofContainers(worker),
                    state,
                    (port, batch) -> batch.free());
        }
        accesses.built(state, context.settings().accessBytes());
        pieces = new StatePieces(state);
    }

    long randomSeed() {
        return randomSeed;
    }

    int workers() {
        return runtimes.length;
    }

    WorkerRuntime runtime(final int worker) {
        return runtimes[worker];
    }

    FlatStateStore state() {
        return state;
    }

    NodeAccesses accesses() {
        return accesses;
    }

    /** The state, which does not change its shape any more. */
    StatePieces pieces() {
        return pieces;
    }

    /** The latest logged time of any worker. At a meeting. */
    long timeNs() {
        long latest = 0;
        for (final WorkerRuntime runtime : runtimes) {
            latest = Math.max(latest, runtime.clock().timeNs());
        }
        return latest;
    }

    /** Sets all workers' clocks, if they are not ahead. At a meeting. */
    void advanceTo(final long timeNs) {
        for (final WorkerRuntime runtime : runtimes) {
            runtime.clock().advanceTo(timeNs);
        }
    }

    /** Closes the graphs, then the state. The workers rest. */
    @Override
    public void close() {
        for (final WorkerRuntime runtime : runtimes) {
            runtime.close();
        }
        state.close();
    }
}
