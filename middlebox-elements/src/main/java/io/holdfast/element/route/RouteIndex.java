package io.holdfast.element.route;

/** Finds the longest prefix that holds an address. Made of a list of routes; then only read. */
interface RouteIndex {
    /** No route. */
    int NONE = -1;

    /** Place in the list of the route for an address, or {@link #NONE}. */
    int find(int address);
}
