package io.holdfast.recovery.simulation;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.FaultyAccess;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.replay.FaultyReplay;
import io.holdfast.recovery.replay.RecoveryLine;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import io.holdfast.recovery.replay.WorkerReplay;
import io.holdfast.release.PacketSink;
import io.holdfast.release.ReleaseCheck;
import java.util.function.IntFunction;

/** Makes the parts of a node: the real ones, or the one that a canary breaks. */
final class Faults {
    private Faults() {}

    static OrderedAccess access(final Canary canary, final int worker, final VariableTable variables) {
        final AccessNotes notes = new AccessNotes(variables.workers(), SimulatedLinks.ACCESS_BYTES);
        return switch (canary) {
            case SKIPS_AN_ENTRY, FORGETS_TO_MERGE, LOCAL_CHANGE_IS_NO_CAUSE, DROPS_READERS ->
                new FaultyAccess(FaultyAccess.Fault.valueOf(canary.name()), worker, variables, Fiber::suspend, notes);
            case null, default -> new OrderedAccess(worker, variables, Fiber::suspend, notes);
        };
    }

    static ReleaseCheck releaseCheck(final Canary canary) {
        if (canary != Canary.RELEASES_ONE_BURST_EARLY) {
            return ReleaseCheck.WHEN_STABLE;
        }
        return (vectors, index, stable) -> {
            for (int worker = 0; worker < stable.workers(); worker++) {
                if (stable.get(worker) + 1 < vectors[index + worker]) {
                    return false;
                }
            }
            return true;
        };
    }

    static ReplayOrder.LineRule lineRule(final Canary canary) {
        return switch (canary) {
            case MISSING_READER_CUTS -> FaultyReplay::lineCutByMissingReaders;
            case LINE_IN_BURSTS -> FaultyReplay::lineInBursts;
            case null, default -> RecoveryLine::of;
        };
    }

    static ReplayingAccess replaying(
            final Canary canary,
            final int worker,
            final ReplayOrder order,
            final SwitchingAccess access,
            final AccessControl live,
            final IntFunction<String> names) {
        return switch (canary) {
            case WAITS_FOR_WHOLE_BURST ->
                new FaultyReplay.WaitsForWholeBurst(worker, order, Fiber::suspend, access, live, names);
            case WAITS_FOR_NO_READER ->
                new FaultyReplay.WaitsForNoReader(worker, order, Fiber::suspend, access, live, names);
            case null, default -> new ReplayingAccess(worker, order, Fiber::suspend, access, live, names);
        };
    }

    static WorkerReplay replay(
            final Canary canary,
            final WorkerRuntime runtime,
            final RecordStore store,
            final ReplayingAccess access,
            final ReplayOrder order,
            final PacketSink live,
            final boolean keepsWholePackets) {
        return canary == Canary.RERUNS_OUT_OF_ORDER && keepsWholePackets
                ? new FaultyReplay.RerunsOutOfOrder(runtime, store, access, order, live)
                : new WorkerReplay(runtime, store, access, order, live, keepsWholePackets);
    }
}
