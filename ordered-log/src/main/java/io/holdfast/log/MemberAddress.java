package io.holdfast.log;

/**
 * Where a member of the group is reached on the sync segment.
 *
 * @param name of the node
 * @param host numeric address of the node's sync interface
 * @param port of the control stream (UDP) and the lifeline (TCP); the log uses the next one
 */
public record MemberAddress(String name, String host, int port) {
    /** UDP port of the log streams. */
    public int logPort() {
        return port + 1;
    }

    /** {@code host:port}, as written in settings. */
    public String text() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
