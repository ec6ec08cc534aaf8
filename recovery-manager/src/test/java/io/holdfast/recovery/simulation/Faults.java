package io.holdfast.recovery.simulation;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.log.CaptureDepth;
import io.holdfast.log.LogWriter;
import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.sbe.BurstRecordDecoder;
import io.holdfast.log.sbe.MessageHeaderDecoder;
import io.holdfast.recovery.LoggedProtection;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.RecoveryParts;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.FaultyAccess;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.replay.FaultyReplay;
import io.holdfast.recovery.replay.RecoveryLine;
import io.holdfast.recovery.replay.ReplayOrder;
import io.holdfast.recovery.replay.ReplayingAccess;
import io.holdfast.recovery.replay.UnreleasedOutputs;
import io.holdfast.recovery.replay.WorkerReplay;
import io.holdfast.release.PacketSink;
import io.holdfast.release.ReleaseCheck;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;

/** Makes the parts of a node: the real ones, or the one that a canary breaks. */
final class Faults {
    /** Room for a burst's accesses. */
    static final int ACCESS_BYTES = 1024;

    private static final int POSITION_TURNS = 12;
    private static final int RESEND_PACKETS = 64;

    private Faults() {}

    private static OrderedAccess access(final Canary canary, final int worker, final VariableTable variables) {
        final AccessNotes notes = new AccessNotes(variables.workers(), ACCESS_BYTES);
        return switch (canary) {
            case SKIPS_AN_ENTRY,
                    FORGETS_TO_MERGE,
                    LOCAL_CHANGE_IS_NO_CAUSE,
                    LOCAL_CHANGE_IS_NO_WRITE,
                    LEAVES_OUT_A_WRITER,
                    PASSES_ON_FOR_ONE,
                    DROPS_READERS,
                    NUMBERS_BURSTS_ON ->
                new FaultyAccess(FaultyAccess.Fault.valueOf(canary.name()), worker, variables, Fiber::suspend, notes);
            case null, default -> new OrderedAccess(worker, variables, Fiber::suspend, notes);
        };
    }

    /** How much of each packet the log keeps. */
    static int captureBytes(final World world) {
        return world.plan().keepsWholePackets()
                ? ProgramPacket.LENGTH_BYTES
                : Math.min(
                        ProgramPacket.LENGTH_BYTES, world.traffic().definition().headerDepthBytes());
    }

    /** A worker's logging and holding, from the start of an epoch. */
    static LoggedProtection protection(
            final World world,
            final SimulatedNode node,
            final int worker,
            final SimulatedConnection connection,
            final int epoch) {
        final OrderedAccess access = access(world.canary(), worker, node.variables());
        node.access(worker).become(access);
        return protection(world, node, worker, connection, epoch, access);
    }

    /** The same, with a snapshot under way: outputs leave at first. */
    static LoggedProtection protection(
            final World world,
            final SimulatedNode node,
            final int worker,
            final SimulatedConnection connection,
            final int epoch,
            final RecoveryParts.Sending snapshot) {
        final OrderedAccess access = access(world.canary(), worker, node.variables());
        if (world.has(Canary.NUMBERS_BURSTS_ON)) {
            access.beginBurst(FaultyAccess.EARLIER_BURSTS);
        }
        access.watch(snapshot.watch());
        node.access(worker).become(access);
        final LoggedProtection protection = protection(world, node, worker, connection, epoch, access);
        RecoveryParts.letOutputsLeave(protection);
        return protection;
    }

    private static LoggedProtection protection(
            final World world,
            final SimulatedNode node,
            final int worker,
            final SimulatedConnection connection,
            final int epoch,
            final OrderedAccess access) {
        final boolean endsAtHeaders = !world.plan().keepsWholePackets()
                && world.traffic().definition().staysInHeaders();
        final RecordBuffer record =
                new RecordBuffer(new CaptureDepth(captureBytes(world), endsAtHeaders), ACCESS_BYTES);
        record.identify(1, node.incarnation(), epoch, worker);
        return new LoggedProtection(
                record,
                new LogWriter(connection.log(worker), record),
                node.master().hold(worker),
                access,
                node.master().stable(),
                node.master().device(worker),
                new LoggedProtection.Policy(
                        world.plan().records(),
                        world.has(Canary.TELLS_NO_POSITION) ? LoggedProtection.Policy.NEVER : POSITION_TURNS));
    }

    /** What a replica hears of a log stream. */
    static MessageReader logReader(final World world, final MessageReader stream, final LongSupplier storedBurst) {
        if (!world.has(Canary.TAKES_RECORDS_OUT_OF_SEQUENCE)) {
            return stream;
        }
        final int previous = MessageHeaderDecoder.ENCODED_LENGTH + BurstRecordDecoder.previousEncodingOffset();
        return new MessageReader() {
            @Override
            public int poll(final MessageHandler handler, final int limit) {
                return stream.poll(
                        (buffer, offset, lengthBytes) -> {
                            ((MutableDirectBuffer) buffer).putLong(offset + previous, storedBurst.getAsLong());
                            handler.onMessage(buffer, offset, lengthBytes);
                        },
                        limit);
            }

            @Override
            public void close() {}
        };
    }

    static ReleaseCheck releaseCheck(final Canary canary) {
        if (canary != Canary.RELEASES_ONE_BURST_EARLY) {
            return ReleaseCheck.WHEN_STABLE;
        }
        return (vectors, index, stable) -> {
            for (int worker = 0; worker < stable.workers(); worker++) {
                if (stable.get(worker) < vectors[index + worker] - 1) {
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
            final boolean keepsWholePackets,
            final UnreleasedOutputs unreleased) {
        if (keepsWholePackets && canary == Canary.RERUNS_OUT_OF_ORDER) {
            return new FaultyReplay.RerunsOutOfOrder(runtime, store, access, order, live, unreleased);
        } else if (keepsWholePackets && canary == Canary.RESENDS_BEYOND_THE_LINE) {
            return new FaultyReplay.RerunsTwice(runtime, store, access, order, live, unreleased);
        }
        return new WorkerReplay(runtime, store, access, order, live, keepsWholePackets, unreleased);
    }

    /** What a worker's replay keeps for a take-over. */
    static UnreleasedOutputs unreleased(final World world, final LongSupplier releasedBurst) {
        if (!world.plan().resends()) {
            return UnreleasedOutputs.none();
        }
        return new UnreleasedOutputs(
                RESEND_PACKETS,
                switch (world.canary()) {
                    case RESENDS_WHAT_WAS_RELEASED -> () -> 0;
                    case RESENDS_NOTHING -> () -> Long.MAX_VALUE;
                    case null, default -> releasedBurst;
                });
    }
}
