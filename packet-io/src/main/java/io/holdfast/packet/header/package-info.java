/**
 * Views of protocol headers: static accessors over a packet at an offset.
 *
 * <p>A view makes no object. Each has one length check, {@code fits}, to be called once before the fields are read;
 * it looks at the packet's <em>known</em> bytes, so that master and replica decide alike. Offsets are in bytes from
 * the packet's start, addresses are in host order, MAC addresses in the low 48 bits of a long.
 */
package io.holdfast.packet.header;
