package io.holdfast.element.filter;

import io.holdfast.element.IpPrefix;
import java.util.OptionalInt;

/** Reads addresses of patterns: numbers, or names that the configuration defines. */
interface FilterAddresses {
    /** The address that a word means; empty if none. */
    OptionalInt address(String word);

    /** The network that a word means; null if none. */
    IpPrefix prefix(String word);
}
