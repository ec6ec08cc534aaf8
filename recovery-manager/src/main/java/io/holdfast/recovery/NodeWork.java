package io.holdfast.recovery;

/**
 * How far a node's work has come, in numbers that grow within a log epoch: sums over all workers. Made by the node's thread,
 * read by the attestations'.
 *
 * @param logged bursts of a master
 * @param isLogOwed whether a master's workers wait for a log of which everything is acknowledged
 * @param stored bursts that a replica has stored and may acknowledge
 * @param replayed bursts that a replica has replayed
 * @param received bursts that a replica's master has logged, as far as the replica has heard
 */
record NodeWork(long logged, boolean isLogOwed, long stored, long replayed, long received) {
    /** Of a node that has nothing to do. */
    static final NodeWork NONE = new NodeWork(0, false, 0, 0, 0);

    static NodeWork ofMaster(final long logged, final boolean isLogOwed) {
        return new NodeWork(logged, isLogOwed, 0, 0, 0);
    }

    static NodeWork ofReplica(final long stored, final long replayed, final long received) {
        return new NodeWork(0, false, stored, replayed, received);
    }
}
