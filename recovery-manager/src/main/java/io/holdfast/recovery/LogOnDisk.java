package io.holdfast.recovery;

import java.nio.file.Path;

/**
 * Where a replica keeps the log on disk.
 *
 * @param directory of the archive, of one node, made if it is not there
 * @param limitMebibytes of one generation (a snapshot and the records since); beyond it the replica joins anew
 */
public record LogOnDisk(Path directory, int limitMebibytes) {
    public static final IntegerSetting LIMIT_MEBIBYTES = IntegerSetting.of(
            "log.diskMebibytes",
            4096,
            1,
            16 << 20,
            "MiB of a snapshot and its records on disk; beyond, the replica joins anew");

    /** The limit in bytes. */
    public long limitBytes() {
        return (long) limitMebibytes << 20;
    }
}
