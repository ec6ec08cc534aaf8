package io.holdfast.recovery;

import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.release.HoldQueue;

/**
 * One worker of a master: its graph turned live, the queue in which its outputs are held, and its log if there is one.
 *
 * <p>Changed by the node's thread, at meetings; counts may be looked at between them.
 */
final class MasterWorker {
    private final WorkerRuntime runtime;
    private final Worker worker;
    private final WholePacketsOnly whole;
    private final FirstPacketClock device;
    private final HoldQueue hold;
    private final PortDrain drain;
    private LoggedProtection protection;

    /**
     * Makes a worker that has no protection, and does nothing yet.
     *
     * @param tookOver whether its graph may keep packets of which the log had only the beginning
     */
    MasterWorker(final NodeContext context, final WorkerRuntime runtime, final boolean tookOver) {
        this.runtime = runtime;
        worker = new Worker(runtime, context.devices(), context.epochClock());
        whole = new WholePacketsOnly(worker::transmitNow);
        device = new FirstPacketClock(tookOver ? whole : worker::transmitNow, context.nanoClock());
        hold = new HoldQueue(
                runtime.workers(),
                context.settings().log().holdPackets(),
                context.faults().releaseCheck());
        drain = new PortDrain(context.devices(), runtime.worker());
        unprotect();
    }

    WorkerRuntime runtime() {
        return runtime;
    }

    Worker worker() {
        return worker;
    }

    HoldQueue hold() {
        return hold;
    }

    /** When the first packet went out, and which were kept from it. */
    FirstPacketClock device() {
        return device;
    }

    WholePacketsOnly whole() {
        return whole;
    }

    PortDrain drain() {
        return drain;
    }

    /** A log for this worker, opened but not in use. */
    LoggedProtection openLog(final NodeContext context, final NodeAccesses accesses, final StablePositions stable) {
        final int number = runtime.worker();
        final RecordBuffer record = new RecordBuffer(context.captureDepth(), accesses.accessBytes());
        final LoggedProtection opened = new LoggedProtection(
                record,
                new LogWriter(context.transport().openLogWriter(number), record),
                hold,
                accesses.logged(number),
                stable,
                device,
                LoggedProtection.Policy.of(context.settings().log().records(), runtime.workers()));
        opened.gate(context.gate());
        return opened;
    }

    /** From the next burst on bursts are logged. */
    void protect(final LoggedProtection newProtection) {
        protection = newProtection;
        worker.protect(newProtection);
    }

    /** From the next burst on there is no log, and nothing is held. */
    void unprotect() {
        protection = null;
        worker.protect(new NoProtection(device));
    }

    /** Takes in nothing, and lets go of what becomes stable. */
    int releaseOnly() {
        if (protection == null) {
            return 0;
        }
        protection.flush();
        return protection.release();
    }

    /** The log in use, or null. */
    LoggedProtection protection() {
        return protection;
    }

    /**
     * Last burst of the log in use whose outputs have all left; 0 without one. A log is promised to a replica before it
     * begins: until then the hold queue counts in an earlier one's numbers, which would be taken for this one's.
     */
    long releasedBurst() {
        return protection == null ? 0 : hold.releasedBurst();
    }

    /** Last burst logged, 0 without a log. */
    long loggedBurst() {
        return protection == null ? 0 : protection.appendedBurst();
    }
}
