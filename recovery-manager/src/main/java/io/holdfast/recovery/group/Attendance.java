package io.holdfast.recovery.group;

import java.util.Arrays;

/**
 * Who was heard lately, and what they said of themselves and of others. Used by the thread that hears.
 *
 * <p>Silence counts only while this node listened: after a pause of its own thread, what others have said waits in a
 * socket.
 */
public final class Attendance {
    /** A pause longer than this part of the time to suspicion does not count as others' silence. */
    private static final int PAUSE_FRACTION = 8;

    private final int self;
    private final long suspicionNs;
    private final long[] heardNs = new long[GroupSettings.NODES];
    private final boolean[] isHeard = new boolean[GroupSettings.NODES];
    private final Hello[] last = new Hello[GroupSettings.NODES];
    private long lookedNs;
    private boolean hasLooked;

    public Attendance(final int self, final long suspicionNs) {
        this.self = self;
        this.suspicionNs = suspicionNs;
    }

    /** Another node has greeted. */
    public void onHello(final int from, final Hello hello, final long nowNs) {
        last[from] = hello;
        heardNs[from] = nowNs;
        isHeard[from] = true;
    }

    /** Time passes; called each turn, before what has come is read. */
    public void onTurn(final long nowNs) {
        final long pauseNs = nowNs - lookedNs;
        if (hasLooked && pauseNs > suspicionNs / PAUSE_FRACTION) {
            for (int i = 0; i < heardNs.length; i++) {
                heardNs[i] = Math.min(nowNs, heardNs[i] + pauseNs);
            }
        }
        hasLooked = true;
        lookedNs = nowNs;
    }

    /** Whether another node was heard lately, and says that it works. */
    public boolean works(final int node, final long nowNs) {
        return isPresent(node, nowNs) && last[node].isFit();
    }

    private boolean isPresent(final int node, final long nowNs) {
        return isHeard[node] && nowNs - heardNs[node] < suspicionNs;
    }

    /** Whether another node's word for a third is in force. */
    public boolean says(final int attester, final int attestee, final long nowNs) {
        return isPresent(attester, nowNs) && (last[attester].row() & 1 << attestee) != 0;
    }

    /** What a node has said last; null if nothing. */
    public Hello last(final int node) {
        return last[node];
    }

    @Override
    public String toString() {
        return "heard by " + self + ": " + Arrays.toString(last);
    }
}
