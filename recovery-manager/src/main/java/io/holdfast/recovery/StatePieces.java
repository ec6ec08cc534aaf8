package io.holdfast.recovery;

import io.holdfast.element.StateRegion;
import io.holdfast.element.StateStore;

/**
 * The state of a node as a row of numbered pieces of memory: shared variables first, then local states, each by its
 * own number. A piece is what one write access may change. The row is the same on both nodes.
 */
final class StatePieces {
    private final StateRegion[] regions;
    private final int variables;
    private final long totalBytes;

    StatePieces(final StateStore state) {
        variables = state.variableCount();
        regions = new StateRegion[variables + state.localCount()];
        long total = 0;
        for (int i = 0; i < regions.length; i++) {
            regions[i] = i < variables ? state.variableRegion(i) : state.localRegion(i - variables);
            total += regions[i].lengthBytes();
        }
        totalBytes = total;
    }

    int count() {
        return regions.length;
    }

    /** The piece of a local state. */
    int ofLocal(final int local) {
        return variables + local;
    }

    long address(final int piece) {
        return regions[piece].address();
    }

    long lengthBytes(final int piece) {
        return regions[piece].lengthBytes();
    }

    String name(final int piece) {
        return regions[piece].name();
    }

    long totalBytes() {
        return totalBytes;
    }
}
