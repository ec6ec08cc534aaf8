package io.holdfast.element.device;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import java.util.ArrayList;
import java.util.List;

/** What device elements have in common. */
final class DeviceArguments {
    static final Parameter<String> PORT =
            Parameter.mandatory("PORT", ArgumentTypes.WORD, "", "name of a port in the node's settings");
    static final Parameter<String> DEVNAME =
            Parameter.mandatory("DEVNAME", ArgumentTypes.WORD, "", "name of a port in the node's settings");

    /** FastClick's keywords for what is a matter of the node's settings here. */
    static final List<String> DPDK = List.of(
            "PROMISC",
            "BURST",
            "N_QUEUES",
            "MAXQUEUES",
            "MINQUEUES",
            "MAXTHREADS",
            "NDESC",
            "NUMA",
            "THREADOFFSET",
            "BLOCKING",
            "IQUEUE",
            "QUEUE",
            "TIMEOUT",
            "MODE",
            "RSS_AGGREGATE",
            "SCALE",
            "PAUSE",
            "MAC",
            "MTU",
            "ACTIVE",
            "VERBOSE",
            "TCO",
            "IPCO",
            "DEBUG");

    /** Click's keywords for what is a matter of the node's settings here. */
    static final List<String> CLICK = List.of(
            "PROMISC",
            "PROMISCUOUS",
            "SNAPLEN",
            "METHOD",
            "CAPTURE",
            "BPF_FILTER",
            "OUTBOUND",
            "PROTOCOL",
            "HEADROOM",
            "ENCAP",
            "BURST",
            "TIMEOUT",
            "TIMESTAMP",
            "ALLOW_NONEXISTENT",
            "UP_CALL",
            "DOWN_CALL",
            "QUIET",
            "ACTIVE",
            "NO_PAD",
            "NO_SLOW",
            "CLEAR_ANNO",
            "TYPE",
            "DEBUG",
            "IGNORE_QUEUE_OVERFLOWS",
            "MTU",
            "MTU_OUT",
            "IGNORE_QUEUE_FULL",
            "ETHER",
            "UNIQUE",
            "SET_PAINT_ANNO");

    private DeviceArguments() {}

    /** Takes keywords that mean nothing here. */
    static void ignore(final Arguments arguments, final List<String> keywords) {
        keywords.forEach(arguments::keyword);
    }

    /** The keywords that are accepted for their configurations' sake, for the manual. */
    static Parameter<?>[] parameters(final List<Parameter<?>> used, final List<String> ignored) {
        final List<Parameter<?>> all = new ArrayList<>(used);
        for (final String name : ignored) {
            all.add(Parameter.keyword(
                    name, ArgumentTypes.TEXT, "", "", "accepted, does nothing: a matter of the node's settings"));
        }
        return all.toArray(Parameter<?>[]::new);
    }

    /** Number of a named port; a name that the node does not have is reported, and answered with -1. */
    static int port(final ElementContext context, final String portName) {
        final int port = context.portNumber(portName);
        if (port < 0) {
            context.error("PORT: the node has no port named " + portName);
        }
        return port;
    }
}
