package io.holdfast.element;

import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.element.click.FlatConfiguration;
import io.holdfast.element.click.FlatElement;
import io.holdfast.element.click.WellKnownNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The names that {@code AddressInfo} and {@code PortInfo} give to addresses and ports, and {@code IPRewriterPatterns} to
 * patterns.
 *
 * <p>A name holds in the compound of the element that defines it and in those below; an inner one hides an outer one.
 * One name may stand for an IP address, a prefix and an Ethernet address: the wanted kind chooses, or a suffix such as
 * {@code :ip} does. Immutable.
 */
public final class GraphNames {
    /** No names at all. */
    public static final GraphNames NONE = new GraphNames(new FlatConfiguration(List.of(), List.of()));

    private final Map<String, Map<String, AddressEntry>> addresses = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> ports = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> patterns = new LinkedHashMap<>();

    GraphNames(final FlatConfiguration configuration) {
        for (final FlatElement element : configuration.elements()) {
            if (element.className().equals("AddressInfo")) {
                element.arguments().forEach(argument -> addAddress(scopeOf(element.name()), argument));
            } else if (element.className().equals("PortInfo")) {
                element.arguments().forEach(argument -> addPort(scopeOf(element.name()), argument));
            } else if (element.className().equals("IPRewriterPatterns")) {
                element.arguments().forEach(argument -> addPattern(scopeOf(element.name()), argument));
            }
        }
    }

    private void addAddress(final String scope, final String argument) {
        final List<String> words = ConfigurationText.words(argument);
        if (words.size() < 2) {
            return;
        }
        final AddressEntry entry = addresses
                .computeIfAbsent(scope, key -> new LinkedHashMap<>())
                .computeIfAbsent(words.getFirst(), key -> new AddressEntry());
        words.subList(1, words.size()).forEach(entry::add);
    }

    private void addPort(final String scope, final String argument) {
        final List<String> words = ConfigurationText.words(argument);
        if (words.size() == 2) {
            final String number = words.get(1).replaceFirst("/(tcp|udp)$", "");
            ConfigurationValues.integer(number)
                    .ifPresent(value -> ports.computeIfAbsent(scope, key -> new LinkedHashMap<>())
                            .put(words.getFirst(), (int) value));
        }
    }

    private void addPattern(final String scope, final String argument) {
        final String[] nameAndPattern = argument.strip().split("\\s+", 2);
        if (nameAndPattern.length == 2) {
            patterns.computeIfAbsent(scope, key -> new LinkedHashMap<>()).put(nameAndPattern[0], nameAndPattern[1]);
        }
    }

    /** The text of a rewriter's pattern with a name; null if there is none. */
    public String pattern(final String elementName, final String name) {
        for (String scope = scopeOf(elementName); ; scope = scopeOf(scope)) {
            final String found = patterns.getOrDefault(scope, Map.of()).get(name);
            if (found != null || scope.isEmpty()) {
                return found;
            }
        }
    }

    /** Whether an argument of PortInfo is right. */
    public static boolean isPortLine(final String argument) {
        final List<String> words = ConfigurationText.words(argument);
        return words.size() == 2
                && ConfigurationValues.integer(words.get(1).replaceFirst("/(tcp|udp)$", "")).stream()
                        .anyMatch(port -> port >= 0 && port <= 65_535);
    }

    /** Whether an argument of AddressInfo is right. */
    public static boolean isAddressLine(final String argument) {
        final List<String> words = ConfigurationText.words(argument);
        return words.size() > 1
                && words.subList(1, words.size()).stream().allMatch(word -> new AddressEntry().add(word));
    }

    /** An address as written, or by name; in host order. */
    public OptionalInt ip(final String elementName, final String text) {
        final OptionalInt literal = ConfigurationValues.ipAddress(text);
        if (literal.isPresent()) {
            return literal;
        }
        final String kind = suffix(text);
        final AddressEntry entry = find(elementName, kind.isEmpty() ? text : stem(text));
        if (entry == null) {
            return OptionalInt.empty();
        }
        return switch (kind) {
            case "", "ip" -> entry.ip();
            case "bcast" -> entry.prefix == null ? OptionalInt.empty() : OptionalInt.of(entry.prefix.broadcast());
            case "gw" -> entry.gateway;
            default -> OptionalInt.empty();
        };
    }

    /**
     * A prefix as written, or by name.
     *
     * @param allowAddress whether an address alone counts as a prefix of 32 bits
     * @return null if it is none
     */
    public IpPrefix prefix(final String elementName, final String text, final boolean allowAddress) {
        final IpPrefix literal = ConfigurationValues.ipPrefix(text);
        if (literal != null) {
            return literal;
        }
        final String kind = suffix(text);
        final AddressEntry entry = find(elementName, kind.isEmpty() ? text : stem(text));
        if (entry != null && entry.prefix != null && (kind.isEmpty() || kind.equals("ipnet"))) {
            return entry.prefix;
        }
        final OptionalInt address = allowAddress ? ip(elementName, text) : OptionalInt.empty();
        return address.isPresent() ? new IpPrefix(address.getAsInt(), -1) : null;
    }

    /** An Ethernet address as written, or by name; in the low 48 bits. */
    public OptionalLong ether(final String elementName, final String text) {
        final OptionalLong literal = ConfigurationValues.etherAddress(text);
        if (literal.isPresent()) {
            return literal;
        }
        final String kind = suffix(text);
        final AddressEntry entry = find(elementName, kind.isEmpty() ? text : stem(text));
        return entry != null && (kind.isEmpty() || kind.equals("eth")) ? entry.ether : OptionalLong.empty();
    }

    /** A TCP or UDP port as written, or by name. */
    public OptionalInt port(final String elementName, final String text) {
        final OptionalLong literal = ConfigurationValues.integer(text);
        if (literal.isPresent()) {
            final boolean fits = literal.getAsLong() >= 0 && literal.getAsLong() <= 65_535;
            return fits ? OptionalInt.of((int) literal.getAsLong()) : OptionalInt.empty();
        }
        for (String scope = scopeOf(elementName); ; scope = scopeOf(scope)) {
            final Integer found = ports.getOrDefault(scope, Map.of()).get(text);
            if (found != null) {
                return OptionalInt.of(found);
            }
            if (scope.isEmpty()) {
                final Integer known = WellKnownNames.PORTS.get(text);
                return known == null ? OptionalInt.empty() : OptionalInt.of(known);
            }
        }
    }

    private AddressEntry find(final String elementName, final String name) {
        for (String scope = scopeOf(elementName); ; scope = scopeOf(scope)) {
            final AddressEntry found = addresses.getOrDefault(scope, Map.of()).get(name);
            if (found != null || scope.isEmpty()) {
                return found;
            }
        }
    }

    /** The compound that an element or compound is in; empty at the top. */
    static String scopeOf(final String name) {
        final int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static String suffix(final String text) {
        final int colon = text.lastIndexOf(':');
        return colon < 0 ? "" : text.substring(colon + 1);
    }

    private static String stem(final String text) {
        return text.substring(0, text.lastIndexOf(':'));
    }

    /** What one name stands for. */
    private static final class AddressEntry {
        private OptionalInt address = OptionalInt.empty();
        private OptionalInt gateway = OptionalInt.empty();
        private IpPrefix prefix;
        private OptionalLong ether = OptionalLong.empty();

        boolean add(final String word) {
            final OptionalInt ip = ConfigurationValues.ipAddress(word);
            final IpPrefix net = ConfigurationValues.ipPrefix(word);
            final OptionalLong mac = ConfigurationValues.etherAddress(word);
            if (ip.isPresent()) {
                address = ip;
            } else if (net != null) {
                prefix = net;
            } else if (mac.isPresent()) {
                ether = mac;
            } else if (word.matches("(?i)gw:?.*")
                    && ConfigurationValues.ipAddress(word.replaceFirst("(?i)gw:?", ""))
                            .isPresent()) {
                gateway = ConfigurationValues.ipAddress(word.replaceFirst("(?i)gw:?", ""));
            } else {
                return false;
            }
            return true;
        }

        /** A prefix with a host part names the host, too. */
        OptionalInt ip() {
            return address.isEmpty() && prefix != null ? OptionalInt.of(prefix.address()) : address;
        }
    }
}
