/**
 * Files of packets: pcap with micro- or nanoseconds in either byte order, pcapng, both also gzipped.
 *
 * <p>A file is mapped into memory and read where it lies; every length in it is checked before it is believed.
 */
package io.holdfast.packet.trace;
