package io.holdfast.packet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel lets this process do. */
final class Privileges {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";

    private Privileges() {}

    /** Whether the process has a capability (capabilities(7)); true if that cannot be found out. */
    static boolean hasCapability(final int bit) {
        try {
            for (final String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(EFFECTIVE)) {
                    return (Long.parseUnsignedLong(
                                                    line.substring(EFFECTIVE.length())
                                                            .strip(),
                                                    16)
                                            >>> bit
                                    & 1)
                            == 1;
                }
            }
        } catch (final IOException | NumberFormatException e) {
            return true;
        }
        return true;
    }
}
