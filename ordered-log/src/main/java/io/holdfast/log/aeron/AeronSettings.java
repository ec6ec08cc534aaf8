package io.holdfast.log.aeron;

import java.nio.file.Path;

/**
 * Where and how a node's media driver works.
 *
 * @param directory for the driver's mapped files; created, and deleted when the driver closes. Best on tmpfs
 * @param termBufferBytes of each log stream, a power of two from 64 KiB to 1 GiB
 * @param mtuBytes of a datagram, a multiple of 32 up to 65504; more where the sync segment carries more in one piece
 *     ({@link DatagramLength})
 * @param windowBytes that may be on their way; not more than the socket's receive buffer
 */
public record AeronSettings(Path directory, int termBufferBytes, int mtuBytes, int windowBytes) {
    /** Settings for a directory, all else by default. */
    public static AeronSettings in(final Path directory) {
        return new AeronSettings(directory, 16 * 1024 * 1024, 8192, 2 * 1024 * 1024);
    }

    /** The same, with datagrams no longer than that. */
    AeronSettings withMtuAtMost(final int limitBytes) {
        return new AeronSettings(directory, termBufferBytes, Math.min(mtuBytes, limitBytes), windowBytes);
    }
}
