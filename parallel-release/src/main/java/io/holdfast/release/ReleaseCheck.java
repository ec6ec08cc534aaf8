package io.holdfast.release;

import io.holdfast.log.StablePositions;

/**
 * Decides whether a held burst's outputs may leave.
 *
 * <p>There is one right answer, {@link #WHEN_STABLE}. The interface exists for the tests of our tests, which break the
 * guarantee on purpose and expect to be told.
 */
@FunctionalInterface
public interface ReleaseCheck {
    /** The rule of parallel release: {@code stable[k] >= V[k]} for every worker k. */
    ReleaseCheck WHEN_STABLE = (vectors, index, stable) -> {
        for (int worker = 0; worker < stable.workers(); worker++) {
            if (stable.get(worker) < vectors[index + worker]) {
                return false;
            }
        }
        return true;
    };

    /** Answers for the vector that starts at an index. */
    boolean mayRelease(long[] vectors, int index, StablePositions stable);
}
