/**
 * Verified traffic: connections and datagrams whose every message is numbered, checksummed and answered.
 *
 * <p>{@link io.holdfast.nat.traffic.TrafficClient} and {@link io.holdfast.nat.traffic.TrafficServer} hold the
 * application's side. They reach the world through {@link io.holdfast.nat.traffic.Network}, behind which stands the
 * kernel (real sockets) or a built-in host ({@code io.holdfast.nat.host}), so that both labs give the same verdicts.
 */
package io.holdfast.nat.traffic;
