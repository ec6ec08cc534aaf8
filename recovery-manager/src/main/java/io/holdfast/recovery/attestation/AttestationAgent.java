package io.holdfast.recovery.attestation;

import io.holdfast.recovery.group.ControlThreads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Gives a node's attestations a thread of their own, away from workers and packets; it sleeps nearly always, and must be
 * woken in time.
 */
public final class AttestationAgent implements AutoCloseable {
    /** What comes wakes it; this is by how much it may be late with what it says by itself. Each time costs some 40 us. */
    private static final long IDLE_MS = 5;

    private static final long AFTER_FAILURE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WARM_UP_ROUNDS = 5_000;
    /** Of this thread's processor time: on a busy machine that takes longer. Nobody is taken in, or takes over, before it is over. */
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Of a report. */
    private static final int TYPICAL_BYTES = 120;

    private static final long END_MS = TimeUnit.SECONDS.toMillis(5);

    private final AttestedGroup group;
    private final ControlThreads threads;
    private final Consumer<String> log;
    private final Thread thread;
    private String lastFailure = "";
    private volatile boolean closed;

    /**
     * Begins. The log is told from the agent's thread.
     *
     * @param threads that this one's is among
     */
    public AttestationAgent(final AttestedGroup group, final ControlThreads threads, final Consumer<String> log) {
        this.group = group;
        this.threads = threads;
        this.log = log;
        thread = Thread.ofPlatform().daemon().name("attestations").start(this::run);
    }

    private void run() {
        // Before it has its priority: this is work, and nobody waits for it.
        warmUp();
        threads.enter("attestations");
        while (!closed) {
            try {
                if (group.doWork() == 0) {
                    group.await(IDLE_MS);
                }
            } catch (final RuntimeException e) {
                // Attestations that fail must not end a node that forwards; a node whose thread throws says nothing
                // more.
                tell("attestations: " + e);
                LockSupport.parkNanos(AFTER_FAILURE_NS);
            }
        }
    }

    /** So that the first messages do not take longer than others have patience for. */
    private void warmUp() {
        final SignatureScheme scheme = group.scheme();
        final KeyPair pair = scheme.newKeyPair();
        final KeyPair otherPair = scheme.newKeyPair();
        final Signatures signatures = scheme.with(pair);
        final Signatures others = scheme.with(otherPair);
        signatures.others(List.of(otherPair.getPublic()));
        others.others(List.of(pair.getPublic()));
        final ThreadMXBean times = ManagementFactory.getThreadMXBean();
        final long beginNs = times.getCurrentThreadCpuTime();
        final byte[] message = new byte[TYPICAL_BYTES + Signatures.LENGTH_BYTES];
        for (int i = 0; i < WARM_UP_ROUNDS && !closed && times.getCurrentThreadCpuTime() - beginNs < WARM_UP_NS; i++) {
            message[0] = (byte) i;
            signatures.sign(message, TYPICAL_BYTES, pair.getPrivate());
            if (!others.isSignedBy(message, pair.getPublic())) {
                throw new IllegalStateException("a signature is not recognised");
            }
        }
    }

    private void tell(final String failure) {
        if (!closed && !failure.equals(lastFailure)) {
            lastFailure = failure;
            log.accept(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(END_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
