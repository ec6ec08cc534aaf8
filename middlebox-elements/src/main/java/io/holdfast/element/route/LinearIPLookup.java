package io.holdfast.element.route;

import io.holdfast.element.SoftState;
import java.util.List;

/** Looks routes up one by one: {@link RouteElement} with {@link LinearIndex}. */
class LinearIPLookup extends RouteElement {
    @SoftState("derived from the routes")
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
