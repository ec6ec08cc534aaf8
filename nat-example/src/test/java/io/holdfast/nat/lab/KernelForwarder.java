package io.holdfast.nat.lab;

/**
 * Stands for a node: the kernel forwards and masquerades in a node's namespace, with the pair's virtual addresses.
 *
 * <p>It has the weakness that the drill is there to find: a second one knows nothing of the first one's flows.
 */
final class KernelForwarder {
    private final String namespace;

    KernelForwarder(final NamespaceLab lab, final String node) {
        this.namespace = lab.namespace("node" + node);
    }

    void start() {
        Namespaces.ip(namespace, "link set lan down address " + Addresses.LAN_MAC);
        Namespaces.ip(namespace, "link set wan down address " + Addresses.WAN_MAC);
        Namespaces.ip(namespace, "link set lan up");
        Namespaces.ip(namespace, "link set wan up");
        Namespaces.exec(namespace, "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.arp_notify=1");
        Namespaces.exec(namespace, "nft add table ip nat");
        Namespaces.exec(namespace, "nft add chain ip nat out { type nat hook postrouting priority 100 ; }");
        Namespaces.exec(namespace, "nft add rule ip nat out oifname wan masquerade fully-random");
        resume();
    }

    /** Takes the virtual addresses, and says so with a gratuitous ARP. */
    void resume() {
        Namespaces.exec(namespace, "sysctl -qw net.ipv4.conf.lan.arp_notify=1 net.ipv4.conf.wan.arp_notify=1");
        Namespaces.ip(namespace, "address add " + Addresses.LAN_IP + "/24 dev lan");
        Namespaces.ip(namespace, "address add " + Addresses.WAN_IP + "/24 dev wan");
        Namespaces.ip(namespace, "link set lan down");
        Namespaces.ip(namespace, "link set wan down");
        Namespaces.ip(namespace, "link set lan up");
        Namespaces.ip(namespace, "link set wan up");
    }

    /** Falls silent, like a dead node. */
    void stop() {
        Namespaces.ip(namespace, "link set lan down");
        Namespaces.ip(namespace, "link set wan down");
    }
}
