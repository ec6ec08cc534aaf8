package io.holdfast.recovery.attestation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Gives a node's attestations a thread of their own, away from workers and packets, and their graphs to any.
 *
 * <p>Groups are set up before; from then on only this thread uses them.
 */
public final class AttestationAgent implements AutoCloseable {
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final AttestationGroups groups;
    private final Consumer<String> log;
    private final Thread thread;
    private volatile Map<String, AttestationGraph> graphs = Map.of();
    private volatile boolean closed;

    /** Begins. The log is told from the agent's thread. */
    public AttestationAgent(final AttestationGroups groups, final Consumer<String> log) {
        this.groups = groups;
        this.log = log;
        thread = Thread.ofPlatform().daemon().name("holdfast-attestations").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                if (groups.doWork() == 0) {
                    LockSupport.parkNanos(IDLE_NS);
                } else {
                    publish();
                }
            } catch (final RuntimeException e) {
                // Attestations that fail must not end a node that forwards; nobody is vouched for by a thread that
                // throws.
                log.accept("attestations: " + e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void publish() {
        final Map<String, AttestationGraph> now = new TreeMap<>();
        for (final String group : groups.groups()) {
            now.put(group, groups.graph(group));
        }
        graphs = now;
    }

    /**
     * The graph of a group, at most some milliseconds old while the thread turns; null if the group is not joined yet.
     * Whoever acts on it looks at the expiry of what it holds.
     */
    public AttestationGraph graph(final String group) {
        return graphs.get(group);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
