package io.holdfast.recovery.view;

/**
 * What lets a protected master release: the replica has lately echoed a timestamp of the master's own clock, and before
 * L has passed since that timestamp the replica does not take over (DESIGN section 8).
 *
 * <p>The timestamp is taken before it is sent, and the replica waits L after its last echo (which may be long ago, when
 * it seals): so the lease has ended by
 * the master's clock before the replica is master, as long as the clocks' rates differ by no more than {@link
 * #DRIFT_PARTS} allows. It does not matter what the clocks show. Used by the thread that releases.
 */
public final class Lease {
    /** The replica waits longer by one part in so many, for clocks that run at different rates. */
    public static final int DRIFT_PARTS = 100;

    private final long lengthNs;
    private long echoedNs;
    private boolean isGranted;

    public Lease(final long lengthNs) {
        if (lengthNs <= 0) {
            throw new IllegalArgumentException("a lease must be longer than 0 ns: " + lengthNs);
        }
        this.lengthNs = lengthNs;
    }

    /** The replica has echoed a timestamp of this node's clock. Older ones than before change nothing. */
    public void onEcho(final long ownTimestampNs) {
        if (!isGranted || ownTimestampNs - echoedNs > 0) {
            echoedNs = ownTimestampNs;
            isGranted = true;
        }
    }

    /** Forgets all echoes: another replica has to grant it. */
    public void reset() {
        isGranted = false;
    }

    /** Whether a timestamp was echoed since the last reset. */
    public boolean isGranted() {
        return isGranted;
    }

    public boolean isValid(final long nowNs) {
        return isGranted && nowNs - echoedNs < lengthNs;
    }

    /** When a granted lease ends. */
    public long endNs() {
        return echoedNs + lengthNs;
    }

    /** For how long a replica that has stopped to echo waits before it may be master. */
    public static long waitNs(final long lengthNs) {
        return lengthNs + Math.ceilDiv(lengthNs, DRIFT_PARTS);
    }
}
