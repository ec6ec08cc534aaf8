package io.holdfast.perf.rig;

import java.util.Locale;

/** What lies between the generator and the box. */
public enum LinkKind {
    /** Mapped memory: no kernel, no DPDK. */
    MEMORY,
    /** DPDK's net_ring, with box and generator in one process. */
    RING,
    /** DPDK's net_memif between two processes. */
    MEMIF,
    /** Network namespaces: veth, bridges, DPDK's af_packet. */
    NAMESPACES,
    /** Devices that are named: NICs by PCI address, or anything else that packet-io opens. */
    DEVICES;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
