package io.holdfast.recovery.replay;

import io.holdfast.recovery.order.VariableTable;
import java.util.Arrays;

/**
 * How far the sealed streams can be replayed: per worker the largest prefix, in accesses, in which every version needed
 * was made (DESIGN section 7).
 *
 * <p>A read needs its version, a write the version before. Only a missing version cuts: a named reader of which no
 * record is there does not, and reads beyond the line are ignored. Going through the streams side by side, each as far
 * as its needs are met, finds the largest prefix: what one stream's progress makes can only help the others.
 *
 * <p>Pure: looks at the rings and at the versions that replay has made, changes nothing. Replay may go on meanwhile; it
 * makes what is counted here anyway, and never more.
 */
public final class RecoveryLine {
    private RecoveryLine() {}

    /**
     * Finds the line.
     *
     * @param rings one per worker, to which nothing is appended any more
     * @return for each worker the number of its first access that lies beyond, the ring's end if none does
     */
    public static long[] of(final AccessRing[] rings, final VariableTable variables) {
        final long[] line = new long[rings.length];
        for (int worker = 0; worker < rings.length; worker++) {
            line[worker] = rings[worker].position();
        }
        // Read after the positions, so that nothing done is missed: what is counted twice does no harm.
        final long[] made = new long[variables.variables()];
        Arrays.setAll(made, variables::version);
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int worker = 0; worker < rings.length; worker++) {
                final long reached = walk(rings[worker], line[worker], made);
                moved |= reached > line[worker];
                line[worker] = reached;
            }
        }
        return line;
    }

    private static long walk(final AccessRing ring, final long from, final long[] made) {
        final long end = ring.end();
        long sequence = from;
        while (sequence < end) {
            final int variable = ring.variable(sequence);
            final long version = ring.version(sequence);
            final boolean isWrite = ring.isWrite(sequence);
            if (made[variable] < (isWrite ? version - 1 : version)) {
                break;
            }
            if (isWrite) {
                made[variable] = Math.max(made[variable], version);
            }
            sequence++;
        }
        return sequence;
    }
}
