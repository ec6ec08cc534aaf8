package io.holdfast.element.route;

import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.Ipv4Prefix;
import java.util.Comparator;

/**
 * Where packets for a network go.
 *
 * @param address of the network, zero outside the mask
 * @param length leading bits that count, 0 to 32
 * @param gateway that the destination annotation is set to; 0 for none
 * @param port output
 */
record Route(int address, int length, int gateway, int port) {
    /** Longest prefix first, then by address. */
    static final Comparator<Route> BY_LENGTH =
            Comparator.comparingInt(Route::length).reversed().thenComparing(Route::address, Integer::compareUnsigned);

    int mask() {
        return Ipv4Prefix.mask(length);
    }

    boolean contains(final int ip) {
        return ((ip ^ address) & mask()) == 0;
    }

    /** Last address of the network. */
    int last() {
        return address | ~mask();
    }

    /** Identifies the network: no two routes of a table have the same. */
    long key() {
        return Integer.toUnsignedLong(address) << 8 | length;
    }

    @Override
    public String toString() {
        final String network = Addresses.formatIp(address) + "/" + length;
        return network + "\t" + (gateway == 0 ? "-" : Addresses.formatIp(gateway)) + "\t" + port;
    }
}
