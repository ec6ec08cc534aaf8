package io.holdfast.recovery.replay;

import io.holdfast.element.AccessControl;
import io.holdfast.log.RecordView;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import io.holdfast.release.PacketSink;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** Replay with one rule broken, to see that a test notices. */
public final class FaultyReplay {
    private FaultyReplay() {}

    /** A write waits until a named reader's whole burst is replayed, which may wait for the write. */
    public static final class WaitsForWholeBurst extends ReplayingAccess {
        public WaitsForWholeBurst(
                final int worker,
                final ReplayOrder order,
                final Waiting waiting,
                final SwitchingAccess access,
                final AccessControl live,
                final IntFunction<String> names) {
            super(worker, order, waiting, access, live, names);
        }

        @Override
        boolean mustWaitFor(final int other, final long lastBurst, final long sequence) {
            final AccessRing others = order().ring(other);
            final long next = others.position();
            final boolean isPending =
                    next < Math.min(others.end(), order().line(other)) && others.burst(next) <= lastBurst;
            return isPending || super.mustWaitFor(other, lastBurst, sequence);
        }
    }

    /** A write does not wait for readers at all. */
    public static final class WaitsForNoReader extends ReplayingAccess {
        public WaitsForNoReader(
                final int worker,
                final ReplayOrder order,
                final Waiting waiting,
                final SwitchingAccess access,
                final AccessControl live,
                final IntFunction<String> names) {
            super(worker, order, waiting, access, live, names);
        }

        @Override
        boolean mustWaitFor(final int other, final long lastBurst, final long sequence) {
            return false;
        }
    }

    /** Records beyond the line are run again in pairs, the later one first. */
    public static final class RerunsOutOfOrder extends WorkerReplay {
        private byte[] kept;

        public RerunsOutOfOrder(
                final WorkerRuntime runtime,
                final RecordStore store,
                final ReplayingAccess access,
                final ReplayOrder order,
                final PacketSink live,
                final UnreleasedOutputs unreleased) {
            super(runtime, store, access, order, live, true, unreleased);
        }

        @Override
        void runBeyondLine(final RecordView beyond) {
            if (kept == null) {
                kept = beyond.copy();
            } else {
                super.runBeyondLine(beyond);
                runKept();
            }
        }

        @Override
        void finish() {
            if (kept != null) {
                runKept();
            }
            super.finish();
        }

        private void runKept() {
            final UnsafeBuffer buffer = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(kept.length));
            buffer.putBytes(0, kept);
            kept = null;
            final RecordView record = new RecordView();
            record.wrap(buffer, 0, buffer.capacity());
            super.runBeyondLine(record);
        }
    }

    /** Records beyond the line are run again, and again. */
    public static final class RerunsTwice extends WorkerReplay {
        public RerunsTwice(
                final WorkerRuntime runtime,
                final RecordStore store,
                final ReplayingAccess access,
                final ReplayOrder order,
                final PacketSink live,
                final UnreleasedOutputs unreleased) {
            super(runtime, store, access, order, live, true, unreleased);
        }

        @Override
        void runBeyondLine(final RecordView beyond) {
            super.runBeyondLine(beyond);
            super.runBeyondLine(beyond);
        }
    }

    /** A line that a reader of which there is no record cuts too. */
    public static long[] lineCutByMissingReaders(final AccessRing[] rings, final VariableTable variables) {
        final long[] line = RecoveryLine.of(rings, variables);
        for (int worker = 0; worker < rings.length; worker++) {
            for (long sequence = rings[worker].position(); sequence < line[worker]; sequence++) {
                if (namesMissingReader(rings, worker, sequence)) {
                    line[worker] = sequence;
                }
            }
        }
        return backToFixpoint(rings, variables, line);
    }

    private static boolean namesMissingReader(final AccessRing[] rings, final int worker, final long sequence) {
        for (int other = 0; other < rings.length; other++) {
            if (other != worker && rings[worker].reader(sequence, other) > rings[other].heardBurst()) {
                return true;
            }
        }
        return false;
    }

    /** A line that cuts a burst whole wherever it cuts it. */
    public static long[] lineInBursts(final AccessRing[] rings, final VariableTable variables) {
        return backToFixpoint(rings, variables, toBurstBegins(rings, RecoveryLine.of(rings, variables)));
    }

    private static long[] toBurstBegins(final AccessRing[] rings, final long[] line) {
        for (int worker = 0; worker < rings.length; worker++) {
            while (line[worker] < rings[worker].end()
                    && line[worker] > rings[worker].position()
                    && rings[worker].burst(line[worker] - 1) == rings[worker].burst(line[worker])) {
                line[worker]--;
            }
        }
        return line;
    }

    /** Takes back what needs a version that was cut away. */
    private static long[] backToFixpoint(final AccessRing[] rings, final VariableTable variables, final long[] line) {
        boolean moved = true;
        while (moved) {
            final long[] before = line.clone();
            final long[] made = new long[variables.variables()];
            Arrays.setAll(made, variables::version);
            for (int worker = 0; worker < rings.length; worker++) {
                for (long sequence = rings[worker].position(); sequence < line[worker]; sequence++) {
                    if (rings[worker].isWrite(sequence)) {
                        made[rings[worker].variable(sequence)] =
                                Math.max(made[rings[worker].variable(sequence)], rings[worker].version(sequence));
                    }
                }
            }
            for (int worker = 0; worker < rings.length; worker++) {
                for (long sequence = rings[worker].position(); sequence < line[worker]; sequence++) {
                    final long need = rings[worker].version(sequence) - (rings[worker].isWrite(sequence) ? 1 : 0);
                    if (made[rings[worker].variable(sequence)] < need) {
                        line[worker] = sequence;
                    }
                }
            }
            moved = !Arrays.equals(before, line);
        }
        return line;
    }
}
