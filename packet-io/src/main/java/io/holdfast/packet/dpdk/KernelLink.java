package io.holdfast.packet.dpdk;

import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Tells whether an interface of the kernel is up and has a carrier. Asked of the network namespace that this process is in;
 * what {@code /sys} shows may be another's. From any thread.
 */
final class KernelLink {
    private final String name;

    KernelLink(final String name) {
        this.name = name;
    }

    /** Both administratively up and running, as the kernel says of what a cable is in. */
    boolean isUp() {
        try {
            final NetworkInterface found = NetworkInterface.getByName(name);
            return found != null && found.isUp();
        } catch (final SocketException e) {
            // It is gone.
            return false;
        }
    }
}
