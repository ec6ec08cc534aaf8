package io.holdfast.perf.bench;

import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.load.Trial;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.Measurement;
import io.holdfast.perf.rig.RigSettings;
import io.holdfast.perf.rig.SteppedPairRig;
import io.holdfast.recovery.NodeStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Boxes of several log modes that take turns on this thread, slice by slice: what the machine does falls on all of them
 * alike.
 */
final class SteppedModes implements AutoCloseable {
    /** Short beside what a machine's other work changes by, long beside a step. */
    private static final long SLICE_NS = 20_000_000;

    private final Map<LogMode, SteppedPairRig> rigs = new EnumMap<>(LogMode.class);

    /** Starts the boxes, and opens their flows. */
    SteppedModes(final RigSettings settings, final List<LogMode> modes, final boolean hasKey) {
        try {
            for (final LogMode mode : modes) {
                final SteppedPairRig rig = new SteppedPairRig(settings, mode, hasKey);
                rigs.put(mode, rig);
                rig.open();
            }
        } catch (final RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** What the masters say of themselves. */
    Map<LogMode, NodeStatus> statuses() {
        final Map<LogMode, NodeStatus> all = new EnumMap<>(LogMode.class);
        rigs.forEach((mode, rig) -> all.put(mode, rig.freshStatus()));
        return all;
    }

    /** Keeps all busy for so long each. */
    Map<LogMode, Measurement> saturate(final long lengthNs) {
        final Map<LogMode, Measurement> all = new EnumMap<>(LogMode.class);
        for (long doneNs = 0; doneNs < lengthNs; doneNs += SLICE_NS) {
            rigs.forEach((mode, rig) -> all.merge(mode, rig.saturate(SLICE_NS), Measurement::plus));
        }
        return all;
    }

    /** Has packets go through all, one at a time, for so long each; the listeners are told when each was sent. */
    Map<LogMode, Trial> ping(
            final double perSecond, final long lengthNs, final Function<LogMode, GoodPacketListener> listeners) {
        final Map<LogMode, Trial> all = new EnumMap<>(LogMode.class);
        for (long doneNs = 0; doneNs < lengthNs; doneNs += SLICE_NS) {
            rigs.forEach(
                    (mode, rig) -> all.merge(mode, rig.ping(perSecond, SLICE_NS, listeners.apply(mode)), Trial::plus));
        }
        return all;
    }

    String topology() {
        return rigs.values().stream()
                .map(SteppedPairRig::topology)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Override
    public void close() {
        rigs.values().forEach(SteppedPairRig::close);
    }
}
