package io.holdfast.element.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The ranges of addresses that have the same route, searched by halves: small enough for a processor's cache.
 *
 * <p>A table by the upper 12 bits says between which ranges to search.
 */
final class RangeIndex implements RouteIndex {
    private static final int KEY_SHIFT = 20;

    private final int[] starts;
    private final int[] places;
    private final int[] firstOfKey;

    RangeIndex(final List<Route> routes) {
        final TreeMap<Long, Integer> ranges = new TreeMap<>();
        ranges.put(0L, NONE);
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(routes::get, Route.BY_LENGTH.reversed()));
        for (final int place : order) {
            final long begin = Integer.toUnsignedLong(routes.get(place).address());
            final long end = Integer.toUnsignedLong(routes.get(place).last()) + 1;
            final int behind = ranges.floorEntry(end).getValue();
            ranges.subMap(begin, end).clear();
            ranges.put(begin, place);
            ranges.putIfAbsent(end, behind);
        }
        ranges.remove(1L << 32);
        starts = ranges.keySet().stream().mapToInt(Long::intValue).toArray();
        places = ranges.values().stream().mapToInt(Integer::intValue).toArray();
        firstOfKey = new int[(1 << 32 - KEY_SHIFT) + 1];
        for (int key = 0; key < firstOfKey.length - 1; key++) {
            firstOfKey[key] = search(key << KEY_SHIFT, 0, starts.length - 1);
        }
        firstOfKey[firstOfKey.length - 1] = starts.length - 1;
    }

    @Override
    public int find(final int address) {
        final int key = address >>> KEY_SHIFT;
        return places[search(address, firstOfKey[key], firstOfKey[key + 1])];
    }

    /** The last range in [low, high] that begins at or before an address; range low does. */
    private int search(final int address, final int low, final int high) {
        int from = low;
        int to = high;
        while (from < to) {
            final int middle = (from + to + 1) >>> 1;
            if (Integer.compareUnsigned(starts[middle], address) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }
}
