package io.holdfast.element.route;

import java.util.List;

/** Looks routes up one by one: {@link RouteElement} with {@link LinearIndex}. */
class LinearIPLookup extends RouteElement {
    private LinearIndex index;

    @Override
    protected final void index(final List<Route> newRoutes) {
        index = new LinearIndex(newRoutes);
    }

    @Override
    protected final int find(final int address) {
        return index.find(address);
    }
}
