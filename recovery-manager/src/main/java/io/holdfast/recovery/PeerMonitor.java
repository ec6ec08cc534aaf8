package io.holdfast.recovery;

/**
 * Judges whether the peer still works: its heartbeats must come, and its lifeline must stand.
 *
 * <p>The two are different evidence. A lifeline that the peer's kernel has closed proves that the peer's process is
 * gone, and tells so at once. Silence of heartbeats may mean a dead machine, a cut link or a hung process: it is a
 * suspicion, and until views are agreed by a majority (DESIGN section 8), it is acted upon all the same.
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
        SILENT("heartbeat timeout");

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
    private long lastJudgedNs;

    PeerMonitor(final long timeoutNs, final Lifeline lifeline, final long nowNs) {
        this.timeoutNs = timeoutNs;
        this.lifeline = lifeline;
        this.lastHeardNs = nowNs;
        this.lastJudgedNs = nowNs;
    }

    /** A message of the peer came. */
    void heard(final long nowNs) {
        lastHeardNs = nowNs;
    }

    Verdict judge(final long nowNs) {
        final long pauseNs = nowNs - lastJudgedNs;
        lastJudgedNs = nowNs;
        if (pauseNs > timeoutNs / PAUSE_FRACTION) {
            lastHeardNs += pauseNs;
        }
        if (lifeline.isBroken()) {
            return Verdict.GONE;
        }
        return nowNs - lastHeardNs > timeoutNs ? Verdict.SILENT : Verdict.WORKS;
    }
}
