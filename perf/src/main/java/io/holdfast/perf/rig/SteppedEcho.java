package io.holdfast.perf.rig;

import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.WiredLab;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The round trip of {@link TransportEcho} with both ends turned by this thread, as the nodes of a {@link SteppedPairRig}
 * are: the least that holding a packet costs such a pair. Sealed with a key like the pair's.
 *
 * <p>Nobody waits for a core or is woken; each end has its turn when the other's is over. Used by one thread.
 */
public final class SteppedEcho implements AutoCloseable {
    private static final int MESSAGE_BYTES = 128;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final double NS_PER_SECOND = 1e9;
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(10);

    private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(MESSAGE_BYTES));
    private final WiredLab lab;
    private final Transport near;
    private final Transport far;
    private long received;

    /** Opens both ends. */
    public SteppedEcho() {
        lab = new WiredLab(new LabSettings(LabSettings.defaultParent(), 1, List.of(), false), (node, port) -> "");
        final String a = lab.member("a");
        final String b = lab.member("b");
        final GroupKeys keys = GroupKeys.of(GroupKeyRing.of(GroupKey.random(new SecureRandom())));
        near = TransportEcho.open(lab.directory().resolve("aeron-a"), "a", a, "b", b, keys);
        far = TransportEcho.open(lab.directory().resolve("aeron-b"), "b", b, "a", a, keys);
    }

    /**
     * Measures.
     *
     * @param count of round trips
     * @param perSecond at most; the ends are turned in between, as nodes are that wait for a packet
     * @param histogram for them, in nanoseconds
     */
    public void measure(final int count, final double perSecond, final Histogram histogram) {
        final MessageWriter writer = near.controlWriter();
        final long intervalNs = (long) (NS_PER_SECOND / perSecond);
        long nextNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            while (System.nanoTime() - nextNs < 0) {
                turn(Long.MAX_VALUE);
            }
            nextNs = System.nanoTime() + intervalNs;
            final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
            final long before = received;
            long sentNs = System.nanoTime();
            while (!writer.isConnected() || !writer.write(message, 0, MESSAGE_BYTES)) {
                turn(deadlineNs);
                sentNs = System.nanoTime();
            }
            near.send();
            while (received == before) {
                turn(deadlineNs);
            }
            histogram.recordValue(Math.min(LONGEST_NS, System.nanoTime() - sentNs));
        }
    }

    /** The far end first, for a message is on its way to it; each sends at once what it has written. */
    private void turn(final long deadlineNs) {
        far.doWork();
        final MessageReader reader = far.controlReader();
        final MessageWriter writer = far.controlWriter();
        final int work = reader.poll(
                (buffer, offset, length) -> {
                    while (!writer.write(buffer, offset, length)) {
                        far.doWork();
                    }
                },
                1);
        if (work > 0) {
            far.send();
        }
        near.doWork();
        near.controlReader().poll((buffer, offset, length) -> received++, 1);
        if (System.nanoTime() > deadlineNs) {
            throw new LabException("the other end did not echo within 30 s");
        }
    }

    @Override
    public void close() {
        far.close();
        near.close();
        lab.close();
    }
}
