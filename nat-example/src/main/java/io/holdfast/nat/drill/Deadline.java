package io.holdfast.nat.drill;

import io.holdfast.nat.lab.LabException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A point in time until which something is waited for. */
record Deadline(long atNs) {
    static Deadline inMs(final long lengthMs) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lengthMs));
    }

    boolean isOver() {
        return System.nanoTime() - atNs >= 0;
    }

    /**
     * Asks again and again until the answer is yes or the time is over.
     *
     * @param pollMs between two questions
     * @return the last answer
     * @throws LabException if the thread is interrupted
     */
    boolean await(final long pollMs, final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (isOver()) {
                return false;
            }
            final long leftNs = atNs - System.nanoTime();
            LockSupport.parkNanos(Math.min(leftNs, TimeUnit.MILLISECONDS.toNanos(pollMs)));
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted");
            }
        }
        return true;
    }
}
