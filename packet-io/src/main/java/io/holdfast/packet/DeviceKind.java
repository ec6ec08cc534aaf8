package io.holdfast.packet;

import java.util.List;

/** The devices that a port can stand for, with the arguments that each takes. */
public enum DeviceKind {
    /** A file shared with a peer process, without DPDK. */
    MEMORY("memory", List.of("file"), List.of("file")),
    /** A kernel interface, by a packet socket. */
    AF_PACKET(
            "net_af_packet",
            List.of("iface"),
            List.of("iface", "qpairs", "blocksz", "framesz", "framecnt", "qdisc_bypass")),
    /** A loop: what is sent is received. */
    RING("net_ring", List.of(), List.of()),
    /** Receives as fast as it is asked, and swallows what is sent. */
    NULL("net_null", List.of(), List.of("size", "copy", "no-rx")),
    /** Capture files, or an interface by libpcap. */
    PCAP(
            "net_pcap",
            List.of(),
            List.of("rx_pcap", "tx_pcap", "rx_iface", "rx_iface_in", "tx_iface", "iface", "phy_mac", "infinite_rx")),
    /** Memory shared with another process, DPDK or VPP. */
    MEMIF(
            "net_memif",
            List.of("role", "socket"),
            List.of("role", "socket", "id", "bsize", "rsize", "socket-abstract", "mac", "secret", "zero-copy")),
    /** A new interface of the kernel. */
    TAP("net_tap", List.of("iface"), List.of("iface", "mac", "persist", "remote")),
    /** A NIC, by its PCI address. */
    PCI("", List.of(), null);

    private final String driver;
    private final List<String> required;
    private final List<String> allowed;

    DeviceKind(final String driver, final List<String> required, final List<String> allowed) {
        this.driver = driver;
        this.required = required;
        this.allowed = allowed;
    }

    /** What the device string begins with; empty for {@link #PCI}. */
    public String driver() {
        return driver;
    }

    /** Arguments that must be there. */
    public List<String> required() {
        return required;
    }

    /** Whether an argument is known; a NIC's driver decides for itself. */
    public boolean allows(final String argument) {
        return allowed == null || allowed.contains(argument);
    }

    /** Known arguments, for messages. */
    public List<String> allowed() {
        return allowed == null ? List.of() : allowed;
    }

    public boolean isDpdk() {
        return this != MEMORY;
    }

    /**
     * Whether the driver makes system calls when it sends or receives. A native call into it must then be an ordinary
     * one: it can block, and the JVM must be able to stop meanwhile.
     */
    public boolean makesSystemCalls() {
        return this == AF_PACKET || this == PCAP || this == TAP || this == MEMIF;
    }
}
