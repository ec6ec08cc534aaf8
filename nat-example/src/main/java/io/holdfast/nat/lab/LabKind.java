package io.holdfast.nat.lab;

/** The kinds of lab. */
public enum LabKind {
    NAMESPACES(
            "namespaces",
            "network namespaces, nodes on DPDK af_packet ports, client and server over kernel TCP and UDP sockets, at nice 5"),
    EMBEDDED(
            "embedded",
            "nodes on mapped-memory ports, built-in switch, client and server (no kernel network, no DPDK)");

    private final String word;
    private final String description;

    LabKind(final String word, final String description) {
        this.word = word;
        this.description = description;
    }

    /** As options and reports name it. */
    public String word() {
        return word;
    }

    public String description() {
        return description;
    }
}
