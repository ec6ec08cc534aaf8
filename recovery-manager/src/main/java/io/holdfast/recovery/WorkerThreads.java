package io.holdfast.recovery;

import io.holdfast.recovery.order.PatientWaiting;
import io.holdfast.recovery.order.Waiting;
import org.agrona.concurrent.IdleStrategy;

/**
 * What threads a node's workers run on: the platform's, or those of a simulated world, which decides who goes on.
 *
 * <p>Called by the node's thread, and by those that were started.
 */
public interface WorkerThreads {
    /** A thread that was started. */
    @FunctionalInterface
    interface Started {
        boolean isAlive();
    }

    /** Threads of the operating system. */
    WorkerThreads PLATFORM = new WorkerThreads() {
        @Override
        public Started start(final String name, final Runnable body) {
            return Thread.ofPlatform().daemon().name(name).start(body)::isAlive;
        }

        @Override
        public void letOthersRun() {
            Thread.yield();
        }

        @Override
        public IdleStrategy idle(final IdleMode mode) {
            return mode.strategy();
        }

        @Override
        public Waiting patient(final Waiting waiting) {
            return new PatientWaiting(waiting);
        }
    };

    /** Starts a thread that does not keep the process alive. */
    Started start(String name, Runnable body);

    /** Lets others go on for a moment; to be called again and again until what is waited for has happened. */
    void letOthersRun();

    /** What a thread does when a turn found no work; one for each thread. */
    IdleStrategy idle(IdleMode mode);

    /** The same waiting, for what may be long in coming; for one thread. */
    Waiting patient(Waiting waiting);
}
