package io.holdfast.recovery;

/** How a role ends: by saying what the node becomes. */
@FunctionalInterface
interface RoleChange {
    /** Takes effect at once; the former role does nothing more. Who hands over a runtime has not closed it. */
    void become(NodeRole next);
}
