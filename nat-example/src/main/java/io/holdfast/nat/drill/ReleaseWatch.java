package io.holdfast.nat.drill;

import io.holdfast.nat.lab.LabException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Watches what both nodes send, every few milliseconds, on a thread of its own, until it is closed. */
final class ReleaseWatch implements AutoCloseable {
    /** Between two samples: what overlaps by less is not seen. */
    static final long INTERVAL_MS = 5;

    private static final long JOIN_TIMEOUT_MS = 5_000;

    private final LongSupplier masterFrames;
    private final LongSupplier otherFrames;
    private final ReleaseSamples samples = new ReleaseSamples();
    private final Thread thread;
    private volatile boolean isEnding;

    /**
     * Begins.
     *
     * @param masterFrames frames sent so far by the node that is master at the beginning; negative if unknown
     * @param otherFrames the same of the other one
     */
    ReleaseWatch(final LongSupplier masterFrames, final LongSupplier otherFrames) {
        this.masterFrames = masterFrames;
        this.otherFrames = otherFrames;
        samples.add(masterFrames.getAsLong(), otherFrames.getAsLong());
        thread = Thread.ofPlatform().daemon().name("release-watch").start(this::watch);
    }

    /** Ends the watch; what was seen. */
    ReleaseSamples end() {
        close();
        return samples;
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            if (!thread.join(java.time.Duration.ofMillis(JOIN_TIMEOUT_MS))) {
                throw new LabException("the watch of the ports did not end");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private void watch() {
        while (!isEnding) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS));
            samples.add(masterFrames.getAsLong(), otherFrames.getAsLong());
        }
    }
}
