/**
 * Packets, batches, pools and ports.
 *
 * <p>A packet lives in native memory from the moment a port receives it until it is sent or dropped; nothing copies
 * it on its way. {@link io.holdfast.packet.PacketPort} is what a worker receives from and transmits to, whether DPDK
 * or a mapped file stands behind it.
 */
package io.holdfast.packet;
