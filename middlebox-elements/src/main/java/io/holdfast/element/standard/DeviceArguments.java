package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;

/** What the two device elements have in common. */
final class DeviceArguments {
    /** FastClick's keywords for what is a matter of the node's settings here. */
    private static final String[] IGNORED = {
        "PROMISC", "BURST", "N_QUEUES", "MAXQUEUES", "MAXTHREADS", "NDESC", "BLOCKING", "IQUEUE", "TIMEOUT", "VERBOSE"
    };

    private DeviceArguments() {}

    static void ignore(final Arguments arguments) {
        for (final String keyword : IGNORED) {
            arguments.keyword(keyword);
        }
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
