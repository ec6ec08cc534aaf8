package io.holdfast.element.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at one route after the other, the longest prefix first: for a few. */
final class LinearIndex implements RouteIndex {
    private final int[] addresses;
    private final int[] masks;
    private final int[] places;

    LinearIndex(final List<Route> routes) {
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(routes::get, Route.BY_LENGTH));
        places = order.stream().mapToInt(Integer::intValue).toArray();
        addresses = order.stream().mapToInt(i -> routes.get(i).address()).toArray();
        masks = order.stream().mapToInt(i -> routes.get(i).mask()).toArray();
    }

    @Override
    public int find(final int address) {
        for (int i = 0; i < addresses.length; i++) {
            if ((address & masks[i]) == addresses[i]) {
                return places[i];
            }
        }
        return NONE;
    }
}
