package io.holdfast.element.route;

import io.holdfast.element.SoftState;
import java.util.List;

/** Looks routes up in a trie: {@link RouteElement} with {@link RadixIndex}. */
final class RadixIPLookup extends RouteElement {
    @SoftState("derived from the routes")
    private RadixIndex index;

    @Override
    protected void index(final List<Route> newRoutes) {
        index = new RadixIndex(newRoutes);
    }

    @Override
    protected int find(final int address) {
        return index.find(address);
    }
}
