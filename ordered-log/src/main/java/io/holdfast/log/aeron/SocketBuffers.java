package io.holdfast.log.aeron;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how large a socket's buffer this machine allows, because Aeron's window must not be larger. */
final class SocketBuffers {
    private static final Path RECEIVE_LIMIT = Path.of("/proc/sys/net/core/rmem_max");
    private static final Path SEND_LIMIT = Path.of("/proc/sys/net/core/wmem_max");
    private static final int LONGEST_NUMBER = 32;
    private static final int USUAL_LIMIT_BYTES = 212_992;

    private SocketBuffers() {}

    /** The wanted window, or what the kernel's limits leave of it. */
    static int windowBytes(final int wantedBytes) {
        return Math.min(wantedBytes, Math.min(limit(RECEIVE_LIMIT), limit(SEND_LIMIT)));
    }

    private static int limit(final Path file) {
        // One read: a sysctl file gives its text to the first read only, however short that is.
        final byte[] text = new byte[LONGEST_NUMBER];
        try (InputStream in = Files.newInputStream(file)) {
            return Integer.parseInt(new String(text, 0, Math.max(0, in.read(text)), StandardCharsets.US_ASCII).trim());
        } catch (final IOException | NumberFormatException e) {
            return USUAL_LIMIT_BYTES;
        }
    }
}
