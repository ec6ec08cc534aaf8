package io.holdfast.log.secure;

import java.util.List;

/**
 * The keys that a node holds at one time: it seals with one, and accepts what is sealed with any.
 *
 * <p>So a group changes its key without a pause: every node accepts the next one before any node seals with it, and
 * none seals with the former one when it is taken out. Immutable.
 *
 * @param keys the sealing one first, at most {@link #MAX_KEYS}, all different
 */
public record GroupKeyRing(List<GroupKey> keys) {
    /** Two are enough for a rotation; a few more for one that was interrupted. */
    public static final int MAX_KEYS = 4;

    /** Checks. */
    public GroupKeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("a key ring has 1 to " + MAX_KEYS + " keys: " + keys.size());
        }
        if (keys.stream().mapToInt(GroupKey::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("the same key twice: " + keys);
        }
    }

    /** A ring with one key. */
    public static GroupKeyRing of(final GroupKey key) {
        return new GroupKeyRing(List.of(key));
    }

    /** The key to seal with. */
    public GroupKey sealing() {
        return keys.getFirst();
    }
}
