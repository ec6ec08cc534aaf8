package io.holdfast.recovery.view;

/**
 * What is attested in the group, as far as this node knows now: "A says that B is correct" is in force until it expires.
 * Read by the node's thread.
 */
public interface Suspicions {
    /** Whether the attester's word for the attestee is in force. A node's word for itself is its own tests' outcome. */
    boolean attests(int attester, int attestee);
}
