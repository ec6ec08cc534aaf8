package io.holdfast.recovery.group;

import io.holdfast.log.MemberAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The UDP ports of a group: each node has one for its registers, the next for greetings and its own questions, and the next
 * for attestations.
 */
public final class GroupAddresses {
    /** A member's sync ports come before these. */
    private static final int AFTER_SYNC_PORTS = 2;

    private final List<InetSocketAddress> registers = new ArrayList<>();
    private final List<InetSocketAddress> views = new ArrayList<>();

    private final List<InetSocketAddress> attestations = new ArrayList<>();

    public GroupAddresses(final GroupSettings group) {
        for (final MemberAddress member : group.members()) {
            add(member.host(), member.port() + AFTER_SYNC_PORTS);
        }
        add(group.witness().host(), group.witness().port());
    }

    private void add(final String host, final int port) {
        registers.add(new InetSocketAddress(host, port));
        views.add(new InetSocketAddress(host, port + 1));
        attestations.add(new InetSocketAddress(host, port + 2));
    }

    /** Where each node's registers are. */
    public List<InetSocketAddress> registers() {
        return registers;
    }

    /** Where each node hears attestations. */
    public List<InetSocketAddress> attestations() {
        return attestations;
    }

    /** Where each node is greeted. */
    public List<InetSocketAddress> views() {
        return views;
    }
}
