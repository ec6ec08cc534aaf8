/**
 * Packet memory and ports without DPDK: a file, mapped by a node and by its peer, stands for the wire between them.
 *
 * <p>A lab makes a {@link io.holdfast.packet.memory.MemoryWire}; the node attaches to it with the device string
 * {@code memory,file=PATH}. Each frame is copied once on its way in and once on its way out.
 */
package io.holdfast.packet.memory;
