package io.holdfast.recovery.simulation;

import io.holdfast.element.StateRegion;
import io.holdfast.element.StateStore;
import io.holdfast.packet.NativeMemory;
import java.util.List;

/** Compares the memory of two nodes, bit by bit. */
public final class StateComparison {
    private StateComparison() {}

    public static void check(final StateStore master, final StateStore replica) {
        final List<StateRegion> ours = master.regions();
        final List<StateRegion> theirs = replica.regions();
        for (int i = 0; i < ours.size(); i++) {
            final StateRegion region = ours.get(i);
            for (long offset = 0; offset + Long.BYTES <= region.lengthBytes(); offset += Long.BYTES) {
                final long expected = NativeMemory.getLong(region.address() + offset);
                final long actual = NativeMemory.getLong(theirs.get(i).address() + offset);
                if (expected != actual) {
                    throw new Violation("the nodes' memory differs in " + region.name() + " at byte " + offset);
                }
            }
        }
    }
}
