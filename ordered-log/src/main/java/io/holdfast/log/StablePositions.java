package io.holdfast.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * For every worker, the last burst that is stable: held by everybody who must hold it.
 *
 * <p>Written by the thread that receives acknowledgements, read by all workers. Positions only grow within an epoch.
 */
public final class StablePositions {
    /** Longs between two workers' positions, so that each has cache lines of its own. */
    private static final int STRIDE = 16;

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] positions;
    private final int workers;

    public StablePositions(final int workers) {
        this.workers = workers;
        positions = new long[(workers + 1) * STRIDE];
    }

    public int workers() {
        return workers;
    }

    /** Last stable burst of a worker; acquires what {@link #advance} published. */
    public long get(final int worker) {
        return (long) ELEMENT.getAcquire(positions, index(worker));
    }

    /** Raises a worker's position; one below the present has no effect. Releases to readers of {@link #get}. */
    public void advance(final int worker, final long burst) {
        if (burst > (long) ELEMENT.getOpaque(positions, index(worker))) {
            ELEMENT.setRelease(positions, index(worker), burst);
        }
    }

    /** Sets all positions to one value: 0 where an epoch begins, the greatest number where nothing need be held. */
    public void reset(final long burst) {
        for (int worker = 0; worker < workers; worker++) {
            ELEMENT.setRelease(positions, index(worker), burst);
        }
    }

    private static int index(final int worker) {
        return (worker + 1) * STRIDE;
    }
}
