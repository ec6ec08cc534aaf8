package io.holdfast.element.standard;

import io.holdfast.element.ElementClasses;

/** The list of the standard elements. */
public final class StandardElements {
    private StandardElements() {}

    /** Adds every standard element under its Click name. */
    public static void register(final ElementClasses classes) {
        registerPlumbing(classes);
        registerEthernet(classes);
    }

    private static void registerPlumbing(final ElementClasses classes) {
        classes.add("Discard", "1/0", "drops every packet", Discard::new);
        classes.add("Idle", "-/-", "drops what it gets, sends nothing", Idle::new);
        classes.add("Null", "1/1", "passes packets on", Null::new);
        classes.add("Tee", "1/1-", "copies packets to every output", Tee::new);
    }

    private static void registerEthernet(final ElementClasses classes) {
        classes.add("ARPQuerier", "2/1-2", "finds neighbours and adds Ethernet headers", ARPQuerier::new);
        classes.add("ARPResponder", "1/1-2", "answers ARP requests", ARPResponder::new);
    }
}
