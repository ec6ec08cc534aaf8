package io.holdfast.log.secure;

/**
 * Where the parts of a node find the group's keys, which may be replaced while it runs.
 *
 * <p>Read by any thread; replaced by {@link GroupKeyWatch}.
 */
public final class GroupKeys {
    private static final GroupKeys NONE = new GroupKeys(null);

    private volatile GroupKeyRing ring;

    private GroupKeys(final GroupKeyRing ring) {
        this.ring = ring;
    }

    /** Keys that begin with a ring. */
    public static GroupKeys of(final GroupKeyRing ring) {
        if (ring == null) {
            throw new IllegalArgumentException("a ring, or GroupKeys.none()");
        }
        return new GroupKeys(ring);
    }

    /** No authentication: whoever reaches the ports of a node is believed. */
    public static GroupKeys none() {
        return NONE;
    }

    /** Whether there is no authentication. */
    public boolean isNone() {
        return this == NONE;
    }

    /** The keys of now; the same object until they are replaced. Null without authentication. */
    public GroupKeyRing ring() {
        return ring;
    }

    /** From now on, these. */
    public void replace(final GroupKeyRing next) {
        if (isNone() || next == null) {
            throw new IllegalStateException("authentication is not turned on or off while a node runs");
        }
        ring = next;
    }
}
