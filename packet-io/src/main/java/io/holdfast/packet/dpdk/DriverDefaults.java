package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceAddress;
import io.holdfast.packet.DeviceAddress.Argument;
import java.util.ArrayList;
import java.util.List;

/** Arguments that a driver gets if its device string does not name them. */
final class DriverDefaults {
    private DriverDefaults() {}

    static List<Argument> complete(final DeviceAddress address, final int workers) {
        final List<Argument> arguments = new ArrayList<>(address.arguments());
        switch (address.kind()) {
            case AF_PACKET -> {
                // One socket per worker, among which the kernel spreads the flows. Fewer than 4,096 frames lose TCP
                // segments when a burst arrives while the worker is elsewhere.
                putIfAbsent(arguments, "qpairs", Integer.toString(workers));
                putIfAbsent(arguments, "blocksz", "65536");
                putIfAbsent(arguments, "framesz", "2048");
                putIfAbsent(arguments, "framecnt", "4096");
            }
            case MEMIF -> {
                putIfAbsent(arguments, "id", "0");
                putIfAbsent(arguments, "socket-abstract", "no");
            }
            case NULL -> putIfAbsent(arguments, "copy", "0");
            default -> {}
        }
        return arguments;
    }

    private static void putIfAbsent(final List<Argument> arguments, final String name, final String value) {
        if (arguments.stream().noneMatch(argument -> argument.name().equals(name))) {
            arguments.add(new Argument(name, value));
        }
    }
}
