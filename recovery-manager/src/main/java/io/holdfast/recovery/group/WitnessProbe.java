package io.holdfast.recovery.group;

import io.holdfast.recovery.attestation.ClockWatch;
import io.holdfast.recovery.attestation.WorkProbe;
import io.holdfast.recovery.attestation.WorkReport;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The work of a witness: its thread turns, and its disk answers. It has neither ports nor a log. */
final class WitnessProbe implements WorkProbe {
    private final AtomicLong turns = new AtomicLong();
    private final LongSupplier diskWaitNs;
    private final ClockWatch clock;

    WitnessProbe(final LongSupplier diskWaitNs, final ClockWatch clock) {
        this.diskWaitNs = diskWaitNs;
        this.clock = clock;
    }

    /** The witness's thread has come to the end of a turn. */
    void turned() {
        turns.incrementAndGet();
    }

    @Override
    public WorkReport report() {
        return new WorkReport(
                0,
                0,
                new long[] {turns.get()},
                0,
                false,
                0,
                0,
                0,
                0,
                0,
                diskWaitNs.getAsLong(),
                clock.isSteady(),
                false);
    }
}
