package io.holdfast.log.disk;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Where and how the log is kept on disk.
 *
 * @param directory of the archive; made if it is not there, used by one node only
 * @param driverDirectory for the mapped files between the node and the archive; best on tmpfs, deleted at the end
 * @param termBufferBytes of each stream, a power of two from 64 KiB to 1 GiB; half of it may wait for the disk
 * @param segmentBytes of a file of the archive, a power of two and at least a term buffer
 * @param forced whether data is forced to the medium before it counts as stored (off only to measure what that costs)
 * @param readTimeoutNs longest wait for the archive's next bytes when a log is read back
 */
public record DiskSettings(
        Path directory,
        Path driverDirectory,
        int termBufferBytes,
        int segmentBytes,
        boolean forced,
        long readTimeoutNs) {
    /** Settings for two directories, all else by default. */
    public static DiskSettings in(final Path directory, final Path driverDirectory) {
        return new DiskSettings(
                directory, driverDirectory, 4 * 1024 * 1024, 64 * 1024 * 1024, true, TimeUnit.SECONDS.toNanos(10));
    }
}
