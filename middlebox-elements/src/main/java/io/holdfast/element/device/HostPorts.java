package io.holdfast.element.device;

import io.holdfast.element.ElementContext;

/**
 * The port that stands for the host's network stack: what Click's kernel driver does by being in the kernel.
 *
 * <p>Of a device {@code eth0} it is the port named {@code eth0.host}, else the port named {@code host}: a TAP device, say.
 * Without one, what the graph has for the host is counted and dropped, and nothing comes from it.
 */
final class HostPorts {
    /** Answer where there is no such port. */
    static final int NONE = -1;

    private static final String HOST = "host";

    private HostPorts() {}

    /** Number of the host's port for a device; the device may be empty. */
    static int find(final ElementContext context, final String device) {
        final int own = device.isEmpty() ? NONE : context.portNumber(device + "." + HOST);
        return own >= 0 ? own : context.portNumber(HOST);
    }
}
