package io.holdfast.log.disk;

import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** A process that stores records for ever and says which are stored, until it is killed. */
final class DiskLogWriterMain {
    private DiskLogWriterMain() {}

    public static void main(final String[] args) {
        final DiskSettings settings = DiskSettings.in(Path.of(args[0]), Path.of(args[1]));
        final DiskLog log = new DiskLog(settings, Throwable::printStackTrace);
        log.begin(DiskLogTest.GENERATION);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DiskLogTest.MESSAGE_BYTES]);
        DiskLogTest.fill(buffer, 1);
        while (!log.snapshot(buffer, 0, buffer.capacity())) {
            log.doWork();
        }
        log.snapshotEnds();
        long burst = 0;
        long said = 0;
        while (!Thread.currentThread().isInterrupted()) {
            DiskLogTest.fill(buffer, burst + 1);
            if (log.record(0, burst + 1, buffer, 0, buffer.capacity())) {
                burst++;
            }
            log.doWork();
            if (log.isSnapshotDurable() && log.durableBurst(0) > said) {
                said = log.durableBurst(0);
                System.out.println(said);
                System.out.flush();
            }
        }
    }
}
