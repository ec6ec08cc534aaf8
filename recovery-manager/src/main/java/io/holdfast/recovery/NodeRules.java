package io.holdfast.recovery;

import io.holdfast.log.JoinRequest;
import java.util.List;

/**
 * The decisions of a node that its promises rest on, each by itself, as it is: so that a test of the tests can take one
 * back, and see that it is missed.
 *
 * <p>Called by the node's thread.
 */
public class NodeRules {
    /** Every rule as it should be. */
    public static final NodeRules RIGHT = new NodeRules();

    /** Tests of tests make others. */
    protected NodeRules() {}

    /** The last burst that a replica may acknowledge, of those that it has stored. */
    public long mayAcknowledge(final long storedBurst) {
        return storedBurst;
    }

    /** Whether a joining replica has stored what left before its master began to hold. */
    public boolean hasStored(final long stableBurst, final long holdFromBurst) {
        return stableBurst >= holdFromBurst;
    }

    /** Whether a replica that lost its master may take over. */
    public boolean mayTakeOver(final boolean protectsMaster) {
        return protectsMaster;
    }

    /** Whether a replica that takes over may forward. */
    public boolean mayForward(final boolean isReplayed) {
        return isReplayed;
    }

    /** Whether a replica that takes over may let its workers go beyond the recovery line. */
    public boolean mayGoLive(final boolean isAtTheLine, final boolean isMaster) {
        return isAtTheLine && isMaster;
    }

    /** Whether a master that misses its replica must win a view before it lets go of what it holds. */
    public boolean needsAView(final boolean viewsAreDecided) {
        return viewsAreDecided;
    }

    /** Whether a master must stop, because its replica says that it took over. */
    public boolean isDeposed(final byte lastSaid) {
        return lastSaid == Lifeline.TOOK_OVER;
    }

    /** Whether a replica may use the snapshot that it has loaded. */
    public boolean isIntact(final long digest, final long expectedDigest) {
        return digest == expectedDigest;
    }

    /** What keeps a node from being this master's replica, as sentences. */
    public List<String> differences(final JoinRequest master, final JoinRequest replica) {
        return JoinCheck.differences(master, replica);
    }
}
