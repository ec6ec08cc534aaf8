package io.holdfast.element.ethernet;

/**
 * What a bridge says of its way to the root; the lesser one is the better (IEEE 802.1D-1998 section 8.6.2).
 *
 * @param root identifier of the bridge that is thought the root
 * @param cost of the way to it
 * @param bridge identifier of the bridge that says so
 * @param port by which it says so
 */
record BridgeVector(long root, long cost, long bridge, int port) implements Comparable<BridgeVector> {
    @Override
    public int compareTo(final BridgeVector other) {
        int order = Long.compareUnsigned(root, other.root);
        order = order != 0 ? order : Long.compare(cost, other.cost);
        order = order != 0 ? order : Long.compareUnsigned(bridge, other.bridge);
        return order != 0 ? order : Integer.compare(port, other.port);
    }

    boolean isBetterThan(final BridgeVector other) {
        return compareTo(other) < 0;
    }
}
