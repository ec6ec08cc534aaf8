package io.holdfast.recovery.nodes;

import io.holdfast.log.JoinRequest;
import io.holdfast.recovery.NodeRules;
import java.util.List;

/** A node with one of its decisions taken back: each must be found out. */
enum NodeCanary {
    ACKNOWLEDGES_BEFORE_STORING(
            "the replica acknowledges the burst after the last one that it has stored", null, NodeFault.MASTER_DIES) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public long mayAcknowledge(final long storedBurst) {
                    return storedBurst + 1;
                }
            };
        }
    },
    PROTECTS_BEFORE_STORED(
            "the pair counts as protected before the replica has stored what left before",
            null,
            NodeFault.RECORD_IS_LOST) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean hasStored(final long stableBurst, final long holdFromBurst) {
                    return true;
                }
            };
        }
    },
    TAKES_OVER_UNPROTECTED("a replica takes over that is still joining", false, NodeFault.MASTER_DIES) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean mayTakeOver(final boolean protectsMaster) {
                    return true;
                }
            };
        }
    },
    FORWARDS_BEFORE_READY("a replica forwards before it has replayed what it has stored", null, NodeFault.MASTER_DIES) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean mayForward(final boolean isReplayed) {
                    return true;
                }

                @Override
                public boolean mayGoLive(final boolean isAtTheLine, final boolean isMaster) {
                    return isMaster;
                }
            };
        }
    },
    FORWARDS_WITHOUT_A_VIEW("a replica forwards before it has won a view", true, NodeFault.MASTER_STANDS) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean mayGoLive(final boolean isAtTheLine, final boolean isMaster) {
                    return isAtTheLine;
                }
            };
        }
    },
    GOES_SOLO_WITHOUT_A_VIEW(
            "a master that misses its replica lets go without having won a view", true, NodeFault.REPLICA_STANDS) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean needsAView(final boolean viewsAreDecided) {
                    return false;
                }
            };
        }
    },
    GOES_ON_THOUGH_DEPOSED(
            "a master that stood still goes on when its replica says that it took over",
            false,
            NodeFault.MASTER_STANDS) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean isDeposed(final byte lastSaid) {
                    return false;
                }
            };
        }
    },
    GOES_SOLO_SILENTLY("a master goes solo without telling its replica", false, NodeFault.REPLICA_STANDS),
    IGNORES_THE_LEASE("a master releases whatever its lease says", true, NodeFault.MASTER_STANDS),
    PASSES_ON_FOR_ONE("what a full lane passes on is put down to the packet at hand", null, NodeFault.REPLICA_DIES),
    KEEPS_ITS_INCARNATION("a node has the same incarnation after a restart", true, NodeFault.REPLICA_DIES),
    USES_ANY_SNAPSHOT("a snapshot is used although its digest differs", null, NodeFault.MASTER_DIES) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public boolean isIntact(final long digest, final long expectedDigest) {
                    return true;
                }
            };
        }
    },
    ACCEPTS_ANY_GRAPH("a node with another graph may join", null, NodeFault.COMES_WITH_ANOTHER_GRAPH) {
        @Override
        NodeRules rules() {
            return new Broken() {
                @Override
                public List<String> differences(final JoinRequest master, final JoinRequest replica) {
                    return List.of();
                }
            };
        }
    };

    private static class Broken extends NodeRules {}

    private final String words;
    private final Boolean isDecided;
    private final NodeFault provokedBy;

    NodeCanary(final String words, final Boolean isDecided, final NodeFault provokedBy) {
        this.words = words;
        this.provokedBy = provokedBy;
        this.isDecided = isDecided;
    }

    /** The rules without the one that is taken back. */
    NodeRules rules() {
        return NodeRules.RIGHT;
    }

    String words() {
        return words;
    }

    /** What happens in half of the episodes with it. */
    NodeFault provokedBy() {
        return provokedBy;
    }

    /** Whether views must be decided by registers for it, must not, or null: it does not matter. */
    Boolean isDecided() {
        return isDecided;
    }
}
