package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** The address ranges of this process that hold code, as {@code /proc/self/maps} lists them. */
final class CodeRanges {
    private static final Path MAPS = Path.of("/proc/self/maps");
    /** {@code begin-end rwxp ...}: the place of the x among the permissions. */
    private static final int EXECUTE = 2;

    private final TreeMap<Long, Long> endByBegin = new TreeMap<>(Long::compareUnsigned);

    private CodeRanges() {}

    static CodeRanges ofThisProcess() {
        final CodeRanges ranges = new CodeRanges();
        try {
            for (final String line : Files.readAllLines(MAPS)) {
                ranges.add(line);
            }
        } catch (final IOException e) {
            throw new DeviceException("cannot read " + MAPS + ", by which the DPDK libraries are checked: " + e, e);
        }
        return ranges;
    }

    boolean contains(final long address) {
        final var range = endByBegin.floorEntry(address);
        return range != null && Long.compareUnsigned(address, range.getValue()) < 0;
    }

    private void add(final String line) {
        final int dash = line.indexOf('-');
        final int space = line.indexOf(' ', dash);
        if (dash > 0 && space > 0 && line.charAt(space + 1 + EXECUTE) == 'x') {
            endByBegin.put(
                    Long.parseUnsignedLong(line.substring(0, dash), 16),
                    Long.parseUnsignedLong(line.substring(dash + 1, space), 16));
        }
    }
}
