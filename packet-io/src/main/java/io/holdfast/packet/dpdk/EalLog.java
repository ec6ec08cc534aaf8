package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceException;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last lines that DPDK and its drivers have logged.
 *
 * <p>DPDK writes to a pipe, which a daemon thread of ours reads; each line also goes to the logger
 * {@code io.holdfast.dpdk} at level debug. To know that everything logged so far has been read, {@link #linesSince}
 * writes a mark into the pipe and waits for it.
 */
final class EalLog {
    private static final int KEPT_LINES = 256;
    private static final long MARK_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String MARK = "holdfast-mark-";
    private static final System.Logger LOGGER = System.getLogger("io.holdfast.dpdk");

    private final Deque<String> lines = new ArrayDeque<>();
    private final long file;
    private final FileOutputStream markStream;
    private long lineCount;
    private long marksWritten;
    private long marksRead;

    EalLog() {
        final int[] pipe = Libc.pipe();
        file = Libc.openForWriting(pipe[1]);
        try {
            markStream = new FileOutputStream("/proc/self/fd/" + pipe[1]);
            final FileInputStream input = new FileInputStream("/proc/self/fd/" + pipe[0]);
            Thread.ofPlatform().daemon().name("dpdk-log").start(() -> readAll(input));
        } catch (final IOException e) {
            throw new DeviceException("cannot read DPDK's log: " + e, e);
        }
    }

    /** The stream that DPDK shall write to, a {@code FILE*}. */
    long file() {
        return file;
    }

    /** Place in the log, for {@link #linesSince}. */
    synchronized long position() {
        return lineCount;
    }

    /** What has been logged since a place, as far as it is still kept. */
    List<String> linesSince(final long position) {
        awaitMark();
        synchronized (this) {
            final int wanted = (int) Math.min(lineCount - position, lines.size());
            return new ArrayList<>(lines).subList(lines.size() - wanted, lines.size());
        }
    }

    private synchronized void awaitMark() {
        final long deadlineNs = System.nanoTime() + MARK_TIMEOUT_NS;
        try {
            marksWritten++;
            markStream.write((MARK + marksWritten + "\n").getBytes(StandardCharsets.US_ASCII));
            while (marksRead < marksWritten && System.nanoTime() < deadlineNs) {
                TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "DPDK's log cannot be read to its end", e);
        }
    }

    private void readAll(final FileInputStream input) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                onLine(line);
            }
        } catch (final IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "DPDK's log is not read any more", e);
        }
    }

    private void onLine(final String line) {
        final int mark = line.indexOf(MARK);
        final String logged = mark < 0 ? line : line.substring(0, mark);
        synchronized (this) {
            if (!logged.isBlank()) {
                lines.addLast(logged.strip());
                lineCount++;
                if (lines.size() > KEPT_LINES) {
                    lines.removeFirst();
                }
            }
            if (mark >= 0) {
                marksRead++;
                notifyAll();
            }
        }
        if (!logged.isBlank()) {
            LOGGER.log(System.Logger.Level.DEBUG, logged);
        }
    }
}
