package io.holdfast.nat.drill;

import io.holdfast.recovery.NodeStatus;

/**
 * A kill, and what became of the survivor.
 *
 * @param victim what the killed node was
 * @param killedNode name
 * @param killedNs {@code System.nanoTime} just before the signal
 * @param survivor last status of the other node, or null if it did not answer
 * @param rejoin how the killed node, started again, came to protect the survivor; or null if it was not started
 */
record Kill(Victim victim, String killedNode, long killedNs, NodeStatus survivor, Rejoin rejoin) {
    /**
     * How a node joined.
     *
     * @param protectedMs from the start of its process until the pair was protected
     * @param joinMs from its being accepted until then
     * @param snapshotBytes sent
     * @param pauseUs for which the master's forwarding stood still for it, at the longest
     */
    record Rejoin(double protectedMs, long joinMs, long snapshotBytes, long pauseUs) {}

    /** What the survivor says of its take-over; null if there was none because of this kill. */
    NodeStatus.Takeover takeover() {
        final boolean isOfThisKill = victim == Victim.MASTER
                && survivor != null
                && survivor.takeover() != null
                && survivor.takeover().detectedNs() >= killedNs;
        return isOfThisKill ? survivor.takeover() : null;
    }

    /** How the survivor noticed; null if it has not said so. */
    String detection() {
        return takeover() == null ? null : survivor.detection();
    }

    /** When the survivor noticed, or {@code Long.MIN_VALUE} if it has not said so. */
    long detectedNs() {
        return takeover() == null ? Long.MIN_VALUE : takeover().detectedNs();
    }
}
