package io.holdfast.recovery.view;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * Sees all that the world sees, and says when a promise is broken: no release in an older view after one in a newer;
 * one value per view; views only grow; a new master knows all that was released.
 */
final class GroupOracle {
    private final TreeMap<Long, View> views = new TreeMap<>();
    private final BitSet released = new BitSet();
    private long newestReleasedIn;
    private long releases;
    private long lastReleaseNs;
    private int takeOvers;
    private int handOvers;
    private int losses;
    private int protections;
    private String violation;

    /** A packet leaves a node in a view. */
    void onRelease(final int node, final View view, final int operation, final long nowNs) {
        if (view.number() < newestReleasedIn) {
            violate("node " + node + " released in view " + view.number() + " after a release in view "
                    + newestReleasedIn);
        }
        if (released.get(operation)) {
            violate("node " + node + " released operation " + operation + " again");
        }
        newestReleasedIn = view.number();
        released.set(operation);
        releases++;
        lastReleaseNs = nowNs;
    }

    /** A node is told of a view. */
    void onView(final int node, final View before, final View view) {
        if (view.number() <= before.number()) {
            violate("node " + node + " went from view " + before.number() + " to view " + view.number());
        }
        final View known = views.putIfAbsent(view.number(), view);
        if (known != null && !known.equals(view)) {
            violate("node " + node + " was told " + view + ", others " + known);
        }
        if (known == null) {
            count(view);
        }
    }

    private void count(final View view) {
        switch (view.reason()) {
            case MASTER_LOST -> takeOvers++;
            case HANDED_OVER -> handOvers++;
            case REPLICA_JOINED -> protections++;
            case RESTARTED -> {
                losses++;
                released.clear();
            }
            default -> {}
        }
    }

    /** The state is given up: nobody may have it any more. */
    void onGivenUp(final View view, final boolean isSomebodyAlive) {
        if (isSomebodyAlive) {
            violate("the state is given up in " + view + " although somebody has it");
        }
    }

    /** A node becomes master with a state. */
    void onMaster(final int node, final View view, final BitSet state) {
        final BitSet missing = (BitSet) released.clone();
        missing.andNot(state);
        if (!missing.isEmpty()) {
            violate("node " + node + " becomes master in " + view + " and does not know " + missing.cardinality()
                    + " released operations, the first is " + missing.nextSetBit(0));
        }
    }

    void violate(final String words) {
        violation = violation == null ? words : violation;
    }

    String violation() {
        return violation;
    }

    View newest() {
        return views.isEmpty() ? View.BEFORE_ALL : views.lastEntry().getValue();
    }

    View before(final View view) {
        return views.getOrDefault(view.number() - 1, View.BEFORE_ALL);
    }

    long releases() {
        return releases;
    }

    long lastReleaseNs() {
        return lastReleaseNs;
    }

    int takeOvers() {
        return takeOvers;
    }

    int handOvers() {
        return handOvers;
    }

    int losses() {
        return losses;
    }

    int protections() {
        return protections;
    }
}
