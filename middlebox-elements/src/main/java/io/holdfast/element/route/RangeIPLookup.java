package io.holdfast.element.route;

import io.holdfast.element.SoftState;
import java.util.List;

/** Looks routes up by ranges: {@link RouteElement} with {@link RangeIndex}. */
final class RangeIPLookup extends RouteElement {
    @SoftState("derived from the routes")
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
