package io.holdfast.element.route;

import io.holdfast.element.SoftState;
import java.util.List;

/** Looks routes up in two tables: {@link RouteElement} with {@link DirectIndex}. */
final class DirectIPLookup extends RouteElement {
    @SoftState("derived from the routes")
    private DirectIndex index;

    @Override
    protected void index(final List<Route> newRoutes) {
        index = new DirectIndex(newRoutes);
    }

    @Override
    protected int find(final int address) {
        return index.find(address);
    }
}
