package io.holdfast.recovery.attestation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.KeyPair;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Gives a node's attestations a thread of their own, away from workers and packets: signing and verifying take some
 * 100 us each.
 */
public final class AttestationAgent implements AutoCloseable {
    private static final long IDLE_MS = 1;
    private static final long AFTER_FAILURE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WARM_UP_ROUNDS = 200;
    /** Of this thread's processor time: on a busy machine that takes longer, and is needed more. */
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long END_MS = TimeUnit.SECONDS.toMillis(5);

    private final AttestedGroup group;
    private final Consumer<String> log;
    private final Thread thread;
    private String lastFailure = "";
    private volatile boolean closed;

    /** Begins. The log is told from the agent's thread. */
    public AttestationAgent(final AttestedGroup group, final Consumer<String> log) {
        this.group = group;
        this.log = log;
        thread = Thread.ofPlatform().daemon().name("attestations").start(this::run);
    }

    private void run() {
        warmUp();
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

    /** So that the first messages do not take longer than others have patience. */
    private void warmUp() {
        final KeyPair pair = AttestedGroup.newKeyPair();
        final ThreadMXBean times = ManagementFactory.getThreadMXBean();
        final long beginNs = times.getCurrentThreadCpuTime();
        final byte[] message = new byte[Signatures.LENGTH_BYTES + Long.BYTES];
        for (int i = 0; i < WARM_UP_ROUNDS && !closed && times.getCurrentThreadCpuTime() - beginNs < WARM_UP_NS; i++) {
            message[0] = (byte) i;
            Signatures.ED25519.sign(message, Long.BYTES, pair.getPrivate());
            if (!Signatures.ED25519.isSignedBy(message, pair.getPublic())) {
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
