package io.holdfast.nat.settings;

import io.holdfast.log.MemberAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code address:port}. */
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}):(\\d{1,5})");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-fA-F:.]+)]:(\\d{1,5})");
    /** The log uses the next port. */
    private static final int MAX_PORT = 65_534;

    private Addresses() {}

    /** A member's address, or null after reporting what is wrong. */
    static MemberAddress member(final String name, final String text, final Node where, final Faults faults) {
        return of("group.members." + name, name, text, where, faults);
    }

    /** An address that is given by a setting, or null after reporting what is wrong. */
    static MemberAddress of(
            final String setting, final String name, final String text, final Node where, final Faults faults) {
        final Matcher ipv4 = IPV4.matcher(text);
        final Matcher ipv6 = IPV6.matcher(text);
        final boolean isIpv4 = ipv4.matches();
        if (!isIpv4 && !ipv6.matches()) {
            faults.add(where, setting + " must be a numeric address and a port, such as 10.0.0.1:40100: " + text);
            return null;
        }
        final int port = Integer.parseInt(isIpv4 ? ipv4.group(5) : ipv6.group(2));
        if (port < 1 || port > MAX_PORT) {
            faults.add(
                    where,
                    setting + " must have a port from 1 to " + MAX_PORT + " (the next one is used too): " + text);
            return null;
        }
        if (isIpv4 && !isValidIpv4(ipv4)) {
            faults.add(where, setting + " must be an IPv4 address whose parts are at most 255: " + text);
            return null;
        }
        return new MemberAddress(name, isIpv4 ? text.substring(0, text.indexOf(':')) : ipv6.group(1), port);
    }

    private static boolean isValidIpv4(final Matcher address) {
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(address.group(i)) > 255) {
                return false;
            }
        }
        return true;
    }
}
