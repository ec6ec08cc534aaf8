package io.holdfast.element.route;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;

/** The list of the elements that look routes up. */
public final class RouteElements {
    private RouteElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(of("StaticIPLookup", StaticIPLookup::new, "among a few that cannot be changed")
                .withParameters(RouteElement.ROUTES));
        classes.add(of("LookupIPRoute", StaticIPLookup::new, "as StaticIPLookup, by its old name")
                .withParameters(RouteElement.ROUTES));
        classes.add(of("LinearIPLookup", LinearIPLookup::new, "one by one, for a few")
                .withParameters(RouteElement.ROUTES, RouteElement.CAPACITY));
        classes.add(of("SortedIPLookup", LinearIPLookup::new, "one by one, the longest prefix first")
                .withParameters(RouteElement.ROUTES, RouteElement.CAPACITY));
        classes.add(of("RadixIPLookup", RadixIPLookup::new, "in a trie, for many")
                .withParameters(RouteElement.ROUTES, RouteElement.CAPACITY));
        classes.add(of("DirectIPLookup", DirectIPLookup::new, "in two tables of 64 MB, the fastest")
                .withParameters(RouteElement.ROUTES, RouteElement.CAPACITY));
        classes.add(of("RangeIPLookup", RangeIPLookup::new, "by ranges of addresses, fast and small")
                .withParameters(RouteElement.ROUTES, RouteElement.CAPACITY));
    }

    private static ElementClass of(
            final String name, final java.util.function.Supplier<Element> supplier, final String how) {
        return ElementClass.of(name, supplier)
                .withPorts("1/-")
                .withProcessing("h/h")
                .withSummary("chooses an output by the longest prefix, " + how)
                .withExample(name + "(10.0.0.0/8 0, 0.0.0.0/0 10.0.0.1 0)");
    }
}
