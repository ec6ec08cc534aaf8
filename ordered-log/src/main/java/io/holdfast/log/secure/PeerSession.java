package io.holdfast.log.secure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node's process knows of the process of its peer: which one it is, proved by its answer to a challenge.
 *
 * <p><b>Why.</b> A good tag proves that a datagram was made by somebody with the key, not that it was made just now.
 * So datagrams name the two instances (random numbers, one for each process's life) that talk, and are numbered. What
 * was recorded of an earlier process is for another instance; what was recorded of this one has a number that came.
 *
 * <p><b>How.</b> A node greets with a challenge; whoever has the key welcomes it, naming its own instance and the
 * challenge. That proves that this instance is alive, and the challenge is not used again. Both nodes do so. A peer that has
 * restarted greets; its greeting proves nothing, but makes this node ask, too.
 *
 * <p>Shared by all sockets of a node; any thread.
 */
public final class PeerSession {
    /** Between two greetings of each kind, so that replayed ones cost little. */
    static final long GREETING_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Answers in one interval: one for each socket, some in reserve. */
    static final int ANSWERS_PER_INTERVAL = 8;

    /** No instance has this number. */
    static final long NOBODY = 0;

    private final long ownInstance;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong highestOpened = new AtomicLong();
    private volatile long peerInstance = NOBODY;
    private volatile long challenge = 1;
    private volatile boolean greetingWanted = true;
    private long nextGreetingNs;
    private long nextAnswersNs;
    private int answersLeft;

    /**
     * A session that knows nobody.
     *
     * @param ownInstance random, from a source that nobody can foresee; not 0
     */
    public PeerSession(final long ownInstance) {
        if (ownInstance == NOBODY) {
            throw new IllegalArgumentException("an instance is not " + NOBODY);
        }
        this.ownInstance = ownInstance;
        nextGreetingNs = Long.MIN_VALUE;
        nextAnswersNs = Long.MIN_VALUE;
    }

    long ownInstance() {
        return ownInstance;
    }

    /** Whom datagrams are for, or {@link #NOBODY}. */
    long peerInstance() {
        return peerInstance;
    }

    /** Whether the peer has proved that it is there. */
    public boolean isKnown() {
        return peerInstance != NOBODY;
    }

    long challenge() {
        return challenge;
    }

    /** Numbers all datagrams of the node: a gap at one socket is nothing. */
    long nextSequence() {
        return sequence.incrementAndGet();
    }

    /** A test, to see what happens at great numbers. */
    void goOnAfter(final long number) {
        sequence.set(number);
    }

    /** The highest number of the peer's that any socket has taken; a socket that opens now takes higher ones only. */
    long highestOpened() {
        return highestOpened.get();
    }

    void noteOpened(final long number) {
        long highest = highestOpened.get();
        while (number > highest && !highestOpened.compareAndSet(highest, number)) {
            highest = highestOpened.get();
        }
    }

    /** Takes a welcome; says whether it answers the challenge. Another instance than before begins anew. */
    synchronized boolean welcomed(final long sender, final long echo) {
        if (echo != challenge || sender == ownInstance || sender == NOBODY) {
            return false;
        }
        challenge++;
        greetingWanted = false;
        if (sender != peerInstance) {
            highestOpened.set(0);
            peerInstance = sender;
        }
        return true;
    }

    /** Somebody with the key says that he is another instance: asks who is there. */
    void doubt() {
        greetingWanted = true;
    }

    /** Whether to greet now; if so, the next time is later. */
    boolean greetingDue(final long nowNs) {
        return greetingWanted && takeGreeting(nowNs);
    }

    private synchronized boolean takeGreeting(final long nowNs) {
        if (nextGreetingNs != Long.MIN_VALUE && nowNs - nextGreetingNs < 0) {
            return false;
        }
        nextGreetingNs = nowNs + GREETING_INTERVAL_NS;
        return true;
    }

    /** Whether a greeting may be answered now. */
    synchronized boolean takeAnswer(final long nowNs) {
        if (nextAnswersNs == Long.MIN_VALUE || nowNs - nextAnswersNs >= 0) {
            nextAnswersNs = nowNs + GREETING_INTERVAL_NS;
            answersLeft = ANSWERS_PER_INTERVAL;
        }
        return answersLeft-- > 0;
    }
}
