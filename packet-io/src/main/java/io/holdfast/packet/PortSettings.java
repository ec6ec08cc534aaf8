package io.holdfast.packet;

/**
 * One port of a node, as its settings name it.
 *
 * @param name by which the graph refers to it
 * @param device the device string: {@code memory,file=PATH}, a DPDK virtual device such as
 *     {@code net_af_packet,iface=eth1}, or the PCI address of a NIC such as {@code 0000:65:00.0}
 * @param neighbour IPv4 address of a host that must answer there, empty if none is asked
 */
public record PortSettings(String name, String device, String neighbour) {
    /** A port without a neighbour that is asked. */
    public PortSettings(final String name, final String device) {
        this(name, device, "");
    }
}
