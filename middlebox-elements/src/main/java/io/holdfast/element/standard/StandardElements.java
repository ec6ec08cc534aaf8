package io.holdfast.element.standard;

import io.holdfast.element.ElementClasses;
import io.holdfast.element.rewriter.IPRewriter;

/** The list of the standard elements. */
public final class StandardElements {
    private StandardElements() {}

    /** Adds every standard element under its Click name. */
    public static void register(final ElementClasses classes) {
        registerPorts(classes);
        registerPlumbing(classes);
        registerEthernet(classes);
        registerIp(classes);
    }

    private static void registerPorts(final ElementClasses classes) {
        classes.add("FromDPDKDevice", "0/1", "takes the frames of a port in", FromDPDKDevice::new);
        classes.add("ToDPDKDevice", "1/0", "sends frames out of a port", ToDPDKDevice::new);
    }

    private static void registerPlumbing(final ElementClasses classes) {
        classes.add("Counter", "1/1", "counts packets and bytes", Counter::new);
        classes.add("Discard", "1/0", "drops every packet", Discard::new);
        classes.add("Idle", "-/-", "drops what it gets, sends nothing", Idle::new);
        classes.add("Null", "1/1", "passes packets on", Null::new);
        classes.add("Tee", "1/1-", "copies packets to every output", Tee::new);
    }

    private static void registerEthernet(final ElementClasses classes) {
        classes.add("ARPQuerier", "2/1-2", "finds neighbours and adds Ethernet headers", ARPQuerier::new);
        classes.add("ARPResponder", "1/1-2", "answers ARP requests", ARPResponder::new);
    }

    private static void registerIp(final ElementClasses classes) {
        classes.add("ICMPPingRewriter", "1-/1-", "translates ICMP echo", IPRewriter::forPing);
        classes.add("IPRewriter", "1-/1-", "translates TCP and UDP", IPRewriter::forTcpAndUdp);
        classes.add("TCPRewriter", "1-/1-", "translates TCP", IPRewriter::forTcp);
        classes.add("UDPRewriter", "1-/1-", "translates UDP", IPRewriter::forUdp);
    }
}
