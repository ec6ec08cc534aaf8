package io.holdfast.recovery.view;

/**
 * What is attested in the group, as far as this node knows now: "A says that B is correct" is in force until it expires.
 * Read by the node's thread.
 */
public interface Suspicions {
    /** Whether the attester's word for the attestee is in force. A node's word for itself is its own tests' outcome. */
    boolean attests(int attester, int attestee);

    /** Whether a node is known to have ended, which is more than that nobody attests it. */
    default boolean isGone(final int node) {
        return false;
    }

    /** Why this node is not fit, in words, where {@link #attests} says that it is not. */
    default String unfitness() {
        return "fails its own tests";
    }
}
