package io.holdfast.recovery.nodes;

/** What happens to a pair. */
enum NodeFault {
    MASTER_DIES(null),
    REPLICA_DIES(null),
    BOTH_DIE(null),
    MASTER_STANDS(null),
    REPLICA_STANDS(null),
    REPLICA_IS_SLOW(null),
    RECORD_IS_LOST(null),
    CHUNK_IS_LOST(null),
    LOG_IS_BLOCKED(null),
    COMES_WITH_ANOTHER_GRAPH(null),
    PAIR_IS_CUT(true),
    PAIR_IS_CUT_ONE_WAY(true),
    NODE_IS_CUT_OFF(true),
    WITNESS_DIES(true),
    SWITCH_OVER(true),
    DRAIN(true);

    private final Boolean isDecided;

    NodeFault(final Boolean isDecided) {
        this.isDecided = isDecided;
    }

    /** Whether a pair without a witness does not promise anything then. */
    boolean needsWitness() {
        return isDecided != null;
    }
}
