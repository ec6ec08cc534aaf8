package io.holdfast.recovery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;

/** Lets the archive's thread stand still, as it does in a write to a disk that hangs. */
final class StallingDisk implements IdleStrategy {
    private static final long PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final AtomicBoolean stalled = new AtomicBoolean();
    private final AtomicBoolean standsStill = new AtomicBoolean();

    private volatile boolean failed;

    /** Returns when the archive's thread stands still. */
    void stall(final long deadlineNs) {
        stalled.set(true);
        while (!standsStill.get()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the archive did not come to its idle strategy");
            }
            Thread.onSpinWait();
        }
    }

    /** The archive's thread ends, as it does when it cannot write any more. */
    void fail() {
        failed = true;
    }

    void goOn() {
        stalled.set(false);
    }

    @Override
    public void idle(final int workCount) {
        idle();
    }

    @Override
    public void idle() {
        if (failed) {
            throw new AgentTerminationException("the disk failed");
        }
        LockSupport.parkNanos(PARK_NS);
        while (stalled.get() && !Thread.currentThread().isInterrupted()) {
            standsStill.set(true);
            LockSupport.parkNanos(PARK_NS);
        }
        standsStill.set(false);
    }

    @Override
    public void reset() {}
}
