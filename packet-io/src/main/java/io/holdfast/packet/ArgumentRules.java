package io.holdfast.packet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the values of device arguments must look like. */
final class ArgumentRules {
    private static final Set<String> NUMBERS =
            Set.of("qpairs", "blocksz", "framesz", "framecnt", "size", "id", "bsize", "rsize");
    private static final Set<String> SWITCHES = Set.of("copy", "no-rx", "infinite_rx", "qdisc_bypass", "phy_mac");
    private static final Map<String, Set<String>> CHOICES = Map.of(
            "role", Set.of("server", "client"),
            "socket-abstract", Set.of("yes", "no"),
            "zero-copy", Set.of("yes"));

    /** The kernel's rule for an interface's name: IFNAMSIZ is 16, the final zero included. */
    private static final Pattern INTERFACE = Pattern.compile("[^/\\s:]{1,15}");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Set<String> INTERFACES = Set.of("iface", "rx_iface", "rx_iface_in", "tx_iface");

    private ArgumentRules() {}

    static void check(final List<DeviceAddress.Argument> arguments, final List<String> problems) {
        for (final DeviceAddress.Argument argument : arguments) {
            final String name = argument.name();
            final String value = argument.value();
            if (NUMBERS.contains(name) && !NUMBER.matcher(value).matches()) {
                problems.add(name + " must be a number: " + value);
            } else if (SWITCHES.contains(name) && !value.equals("0") && !value.equals("1")) {
                problems.add(name + " must be 0 or 1: " + value);
            } else if (CHOICES.containsKey(name) && !CHOICES.get(name).contains(value)) {
                problems.add(name + " must be one of " + String.join(", ", sorted(name)) + ": " + value);
            } else if (INTERFACES.contains(name) && !INTERFACE.matcher(value).matches()) {
                problems.add(name + " must be an interface's name of 1 to 15 characters: " + value);
            }
        }
    }

    private static List<String> sorted(final String name) {
        return CHOICES.get(name).stream().sorted().toList();
    }
}
