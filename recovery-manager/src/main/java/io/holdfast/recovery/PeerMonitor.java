package io.holdfast.recovery;

/**
 * Judges whether the peer still works: its heartbeats must come, its lifeline must stand, and a replica must acknowledge.
 *
 * <p>The two are different evidence. A lifeline that the peer's kernel has closed proves that the peer's process is
 * gone, and tells so at once. Silence of heartbeats may mean a dead machine, a cut link or a hung process: it is a
 * suspicion, and until views are agreed by a majority (DESIGN section 8), it is acted upon all the same. A replica that
 * says that it works but acknowledges nothing (its log stream was lost, and with it a record that never comes again) is
 * of no use, and would have its master hold packets for ever.
 *
 * <p>Silence counts only while this node listened: when its own thread stood still for long, the peer's heartbeats
 * wait in a socket, and nothing can be said of the peer.
 *
 * <p>Used by the node's thread.
 */
final class PeerMonitor {
    /** What is known of the peer. */
    enum Verdict {
        WORKS("works"),
        GONE("lifeline closed"),
        SILENT("heartbeat timeout"),
        STALLED("log not acknowledged");

        private final String words;

        Verdict(final String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** A pause of this node's thread longer than this part of the time-out does not count as the peer's silence. */
    private static final int PAUSE_FRACTION = 8;

    private final long timeoutNs;
    private final Lifeline lifeline;
    private long lastHeardNs;
    private long lastProgressNs;
    private long lastJudgedNs;

    PeerMonitor(final long timeoutNs, final Lifeline lifeline, final long nowNs) {
        this.timeoutNs = timeoutNs;
        this.lifeline = lifeline;
        this.lastHeardNs = nowNs;
        this.lastProgressNs = nowNs;
        this.lastJudgedNs = nowNs;
    }

    /** A message of the peer came. */
    void heard(final long nowNs) {
        lastHeardNs = nowNs;
    }

    /** The peer has acknowledged something, or there is nothing for it to acknowledge. */
    void progressed(final long nowNs) {
        lastProgressNs = nowNs;
    }

    /** Judges a peer that must acknowledge: whoever calls this says when it {@link #progressed}. */
    Verdict judgeReplica(final long nowNs) {
        final Verdict verdict = judge(nowNs);
        return verdict == Verdict.WORKS && nowNs - lastProgressNs > timeoutNs ? Verdict.STALLED : verdict;
    }

    Verdict judge(final long nowNs) {
        final long pauseNs = nowNs - lastJudgedNs;
        lastJudgedNs = nowNs;
        if (pauseNs > timeoutNs / PAUSE_FRACTION) {
            lastHeardNs = Math.min(nowNs, lastHeardNs + pauseNs);
            lastProgressNs = Math.min(nowNs, lastProgressNs + pauseNs);
        }
        if (lifeline.isBroken()) {
            return Verdict.GONE;
        }
        return nowNs - lastHeardNs > timeoutNs ? Verdict.SILENT : Verdict.WORKS;
    }
}
