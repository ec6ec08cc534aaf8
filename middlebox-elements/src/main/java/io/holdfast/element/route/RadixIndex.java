package io.holdfast.element.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A trie with four levels of 256 branches: one step per byte of the address at most.
 *
 * <p>A node's entry is less than 0 for a node below, {@code ~node}; else the place of a route plus one, 0 for none.
 * Routes are entered from the shortest on, and a longer one overwrites the entries of a shorter; so a look-up needs
 * not remember what it passed.
 */
final class RadixIndex implements RouteIndex {
    private static final int BRANCHES = 256;

    private int[] entries = new int[BRANCHES];
    private int nodes = 1;

    RadixIndex(final List<Route> routes) {
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(routes::get, Route.BY_LENGTH.reversed()));
        for (final int place : order) {
            enter(routes.get(place), place + 1);
        }
    }

    private void enter(final Route route, final int value) {
        int node = 0;
        int level = 0;
        while (route.length() > 8 * (level + 1)) {
            node = below(node * BRANCHES + (route.address() >>> 24 - 8 * level & 0xff));
            level++;
        }
        final int free = 8 * (level + 1) - route.length();
        final int first = route.address() >>> 24 - 8 * level & 0xff;
        for (int i = 0; i < 1 << free; i++) {
            cover(node * BRANCHES + first + i, value);
        }
    }

    /** Node below an entry; made with the entry's route everywhere if there is none. */
    private int below(final int entry) {
        if (entries[entry] >= 0) {
            if ((nodes + 1) * BRANCHES > entries.length) {
                entries = Arrays.copyOf(entries, 2 * entries.length);
            }
            Arrays.fill(entries, nodes * BRANCHES, (nodes + 1) * BRANCHES, entries[entry]);
            entries[entry] = ~nodes;
            nodes++;
        }
        return ~entries[entry];
    }

    private void cover(final int entry, final int value) {
        // shorter prefixes were entered before, so there is no node below that knows better
        assert entries[entry] >= 0 : "a longer prefix was entered before";
        entries[entry] = value;
    }

    @Override
    public int find(final int address) {
        int entry = entries[address >>> 24];
        if (entry >= 0) {
            return entry - 1;
        }
        entry = entries[~entry * BRANCHES + (address >>> 16 & 0xff)];
        if (entry >= 0) {
            return entry - 1;
        }
        entry = entries[~entry * BRANCHES + (address >>> 8 & 0xff)];
        return entry >= 0 ? entry - 1 : entries[~entry * BRANCHES + (address & 0xff)] - 1;
    }
}
