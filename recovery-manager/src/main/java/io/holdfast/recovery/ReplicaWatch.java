package io.holdfast.recovery;

/**
 * What a protected master thinks of its replica: whether it works, since when not, and why.
 *
 * <p>A doubt is taken back when the replica is found to work again; what is done about it is the master's to decide, or the
 * group's. Used by the node's thread.
 */
final class ReplicaWatch {
    /** Null before there was a replica. */
    private PeerMonitor monitor;

    private AcknowledgementWatch acknowledgements;
    private String doubt;
    private long doubtedNs;
    private long lostNs;

    /** A replica protects from here on. */
    void begin(final PeerMonitor newMonitor, final AcknowledgementWatch newAcknowledgements, final long nowNs) {
        monitor = newMonitor;
        acknowledgements = newAcknowledgements;
        monitor.progressed(nowNs);
    }

    /** A message of it came. */
    void heard(final long nowNs) {
        monitor.heard(nowNs);
    }

    /** Looks whether it works; returns why that is doubted, or null. */
    String look(final long nowNs) {
        if (acknowledgements.progressed()) {
            monitor.progressed(nowNs);
        }
        final PeerMonitor.Verdict verdict = monitor.judgeReplica(nowNs);
        if (verdict == PeerMonitor.Verdict.WORKS) {
            doubt = null;
            doubtedNs = 0;
        } else {
            doubt = "replica lost (" + verdict.words() + ")";
            doubtedNs = doubtedNs == 0 ? nowNs : doubtedNs;
        }
        return doubt;
    }

    /** It is of no use, for a reason that no look would find. */
    void doubt(final String reason) {
        doubt = reason;
    }

    /** Why it is doubted, or null. */
    String doubt() {
        return doubt;
    }

    boolean isDoubted() {
        return doubt != null;
    }

    /** It is replica no more. */
    void lose(final long nowNs) {
        lostNs = doubtedNs == 0 ? nowNs : doubtedNs;
        doubt = null;
        doubtedNs = 0;
    }

    /** When the loss of the last one was noticed, by the monotonic clock; 0 if none was lost. */
    long lostNs() {
        return lostNs;
    }
}
