package io.holdfast.nat.drill;

import io.holdfast.nat.lab.NodeStatus;

/**
 * A kill, and what became of the survivor.
 *
 * @param killedNode name
 * @param killedNs {@code System.nanoTime} just before the signal
 * @param survivor last status of the other node, or null if it did not answer
 */
record Kill(String killedNode, long killedNs, NodeStatus survivor) {
    /** When the survivor noticed, or {@code Long.MIN_VALUE} if it has not said so. */
    long detectedNs() {
        return survivor == null || survivor.takeover() == null
                ? Long.MIN_VALUE
                : survivor.takeover().detectedNs();
    }
}
