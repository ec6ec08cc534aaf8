package io.holdfast.element.ip;

import io.holdfast.element.Arguments;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.click.ConfigurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Lists of IPv4 addresses, separated by spaces. */
public final class AddressLists {
    private AddressLists() {}

    /** Reads a list; what is no address is reported under the name of the parameter. */
    public static int[] addresses(final Arguments arguments, final String name, final String text) {
        final List<String> words = ConfigurationText.words(text);
        final int[] addresses = new int[words.size()];
        for (int i = 0; i < addresses.length; i++) {
            final OptionalInt address =
                    arguments.scope().names().ip(arguments.scope().elementName(), words.get(i));
            if (address.isEmpty()) {
                arguments.error(name + ": not an IP address: " + words.get(i));
            }
            addresses[i] = address.orElse(0);
        }
        return addresses;
    }

    /** Reads a list of interfaces, each an address with its network. */
    public static List<IpPrefix> prefixes(final Arguments arguments, final String name, final String text) {
        final List<IpPrefix> prefixes = new ArrayList<>();
        for (final String word : ConfigurationText.words(text)) {
            final IpPrefix prefix =
                    arguments.scope().names().prefix(arguments.scope().elementName(), word, true);
            if (prefix == null) {
                arguments.error(name + ": not an IP prefix: " + word);
            } else {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    /** Whether an address is in a list. Lists are short: they are searched. */
    public static boolean contains(final int[] addresses, final int address) {
        for (final int each : addresses) {
            if (each == address) {
                return true;
            }
        }
        return false;
    }
}
