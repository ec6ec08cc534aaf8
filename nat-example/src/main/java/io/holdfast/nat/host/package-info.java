/**
 * A host of the built-in kind: ARP, IPv4, UDP and a small TCP over a wire, on one thread, with the time given to it.
 *
 * <p>It is as much of a network stack as the drill needs to see flows live and die, and no more: no fragments, no
 * options but the maximum segment size (which is not asked for), no congestion control, no reassembly of segments out
 * of order (they are sent again). Every checksum is computed and verified, so a translator's mistakes show.
 */
package io.holdfast.nat.host;
