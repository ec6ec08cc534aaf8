package io.holdfast.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device string, taken apart.
 *
 * <pre>
 *   memory,file=/dev/shm/left           net_af_packet3,iface=eth1,qdisc_bypass=1        0000:65:00.0
 *   kind   argument                     kind         index  arguments                   PCI address
 * </pre>
 *
 * @param kind of device
 * @param index that the string gives a virtual device, or -1
 * @param pciAddress of a NIC with its domain, else empty
 * @param arguments in their order; a name may occur more than once
 */
public record DeviceAddress(DeviceKind kind, int index, String pciAddress, List<Argument> arguments) {
    private static final Pattern PCI_ADDRESS =
            Pattern.compile("(?:([0-9a-f]{4}):)?([0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])", Pattern.CASE_INSENSITIVE);
    private static final Pattern VIRTUAL_DEVICE = Pattern.compile("([a-z][a-z_]*[a-z])(\\d{0,6})");

    /** One {@code name=value} of a device string. */
    public record Argument(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    public DeviceAddress {
        arguments = List.copyOf(arguments);
    }

    /**
     * Takes a device string apart.
     *
     * @throws IllegalArgumentException with all {@link #problems} of the string
     */
    public static DeviceAddress parse(final String device) {
        final List<String> problems = new ArrayList<>();
        final DeviceAddress address = parse(device, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return address;
    }

    /** Rules that a device string breaks, each with the value; empty if none. Nothing is opened or looked up. */
    public static List<String> problems(final String device) {
        final List<String> problems = new ArrayList<>();
        parse(device, problems);
        return problems;
    }

    /** Value of an argument's first occurrence. */
    public Optional<String> argument(final String name) {
        return arguments.stream()
                .filter(argument -> argument.name().equals(name))
                .map(Argument::value)
                .findFirst();
    }

    /** All values of an argument. */
    public List<String> argumentValues(final String name) {
        return arguments.stream()
                .filter(argument -> argument.name().equals(name))
                .map(Argument::value)
                .toList();
    }

    private static DeviceAddress parse(final String device, final List<String> problems) {
        if (device == null || device.isBlank()) {
            problems.add("a device must be named, such as net_af_packet,iface=eth1: nothing");
            return null;
        }
        final String[] parts = device.strip().split(",", -1);
        final List<Argument> arguments = parseArguments(parts, problems);
        final Matcher pci = PCI_ADDRESS.matcher(parts[0]);
        if (pci.matches()) {
            final String domain = pci.group(1) == null ? "0000" : pci.group(1);
            final String address = (domain + ":" + pci.group(2)).toLowerCase(Locale.ROOT);
            return new DeviceAddress(DeviceKind.PCI, -1, address, arguments);
        }
        final Matcher virtual = VIRTUAL_DEVICE.matcher(parts[0]);
        final DeviceKind kind = virtual.matches() ? kindOf(virtual.group(1)) : null;
        if (kind == null) {
            problems.add("a device is one of " + drivers() + " or a PCI address such as 0000:65:00.0: " + parts[0]);
            return null;
        }
        checkArguments(kind, arguments, problems);
        final String index = virtual.group(2);
        return new DeviceAddress(kind, index.isEmpty() ? -1 : Integer.parseInt(index), "", arguments);
    }

    private static List<Argument> parseArguments(final String[] parts, final List<String> problems) {
        final List<Argument> arguments = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            final int equals = parts[i].indexOf('=');
            if (equals < 1 || equals == parts[i].length() - 1) {
                problems.add("a device's argument has the form name=value: " + parts[i]);
            } else {
                arguments.add(new Argument(
                        parts[i].substring(0, equals).strip(),
                        parts[i].substring(equals + 1).strip()));
            }
        }
        return arguments;
    }

    private static void checkArguments(
            final DeviceKind kind, final List<Argument> arguments, final List<String> problems) {
        for (final Argument argument : arguments) {
            if (!kind.allows(argument.name())) {
                problems.add(kind.driver() + " takes " + kind.allowed() + ": " + argument.name());
            }
        }
        for (final String name : kind.required()) {
            if (arguments.stream().noneMatch(argument -> argument.name().equals(name))) {
                problems.add(kind.driver() + " needs " + name + "=...: it is missing");
            }
        }
        if (kind == DeviceKind.PCAP && arguments.isEmpty()) {
            problems.add("net_pcap needs rx_pcap=, tx_pcap= or iface=: all are missing");
        }
        ArgumentRules.check(arguments, problems);
    }

    private static DeviceKind kindOf(final String driver) {
        for (final DeviceKind kind : DeviceKind.values()) {
            if (kind != DeviceKind.PCI && kind.driver().equals(driver)) {
                return kind;
            }
        }
        return null;
    }

    private static String drivers() {
        final List<String> drivers = new ArrayList<>();
        for (final DeviceKind kind : DeviceKind.values()) {
            if (kind != DeviceKind.PCI) {
                drivers.add(kind.driver());
            }
        }
        return String.join(", ", drivers);
    }
}
