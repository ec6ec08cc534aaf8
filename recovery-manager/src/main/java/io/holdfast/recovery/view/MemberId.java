package io.holdfast.recovery.view;

/**
 * A node in one of its lives. A restart, or throwing away the state to begin again, makes another member of it.
 *
 * @param node number in the group, from 0
 * @param incarnation grows with each life
 */
public record MemberId(int node, long incarnation) {
    /** Whether this is the same node in an earlier life. */
    public boolean isFormer(final MemberId present) {
        return node == present.node && incarnation < present.incarnation;
    }

    @Override
    public String toString() {
        return node + "." + incarnation;
    }
}
