package io.holdfast.element.route;

import java.util.List;

/** Looks routes up by ranges: {@link RouteElement} with {@link RangeIndex}. */
final class RangeIPLookup extends RouteElement {
    private RangeIndex index;

    @Override
    protected void index(final List<Route> newRoutes) {
        index = new RangeIndex(newRoutes);
    }

    @Override
    protected int find(final int address) {
        return index.find(address);
    }
}
