package io.holdfast.element.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Two tables, DIR-24-8 (Gupta, Lin, McKeown, INFOCOM 1998): the first by the upper 24 bits, the second by the last 8.
 *
 * <p>An entry of the first is the place of a route plus one, or less than 0 for a piece of the second. A look-up costs
 * one or two reads; the first table has 64 MB, whatever the number of routes.
 */
final class DirectIndex implements RouteIndex {
    private static final int FIRST_BITS = 24;
    private static final int PIECE = 256;

    private final int[] first = new int[1 << FIRST_BITS];
    private int[] second = new int[PIECE];
    private int pieces;

    DirectIndex(final List<Route> routes) {
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
        final int begin = route.address() >>> 8;
        if (route.length() <= FIRST_BITS) {
            // shorter prefixes come first: nothing longer is there that this would hide
            Arrays.fill(first, begin, begin + (1 << FIRST_BITS - route.length()), value);
            return;
        }
        if (first[begin] >= 0) {
            if ((pieces + 1) * PIECE > second.length) {
                second = Arrays.copyOf(second, 2 * second.length);
            }
            Arrays.fill(second, pieces * PIECE, (pieces + 1) * PIECE, first[begin]);
            first[begin] = ~pieces;
            pieces++;
        }
        final int from = ~first[begin] * PIECE + (route.address() & 0xff);
        Arrays.fill(second, from, from + (1 << 32 - route.length()), value);
    }

    @Override
    public int find(final int address) {
        final int entry = first[address >>> 8];
        return entry >= 0 ? entry - 1 : second[~entry * PIECE + (address & 0xff)] - 1;
    }
}
