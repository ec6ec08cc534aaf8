package io.holdfast.perf.rig;

import io.holdfast.log.MemberAddress;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import io.holdfast.log.aeron.AeronSettings;
import io.holdfast.log.aeron.AeronTransport;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.WiredLab;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The round trip of a message between two processes over the transport that carries the log: the least that holding a
 * packet until its record is acknowledged can cost.
 */
public final class TransportEcho {
    private static final int MESSAGE_BYTES = 128;
    private static final int WARM_UP = 20_000;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(10);

    private TransportEcho() {}

    /**
     * Measures.
     *
     * @param count of round trips
     * @return in nanoseconds
     * @throws LabException if the other process does not answer
     */
    public static Histogram measure(final int count) {
        final LabSettings settings = new LabSettings(LabSettings.defaultParent(), 1, List.of(), false);
        try (WiredLab lab = new WiredLab(settings, (node, port) -> "")) {
            final String own = lab.member("a");
            final String other = lab.member("b");
            lab.startHelper(
                    "echo",
                    TransportEcho.class.getName(),
                    List.of(lab.directory().resolve("aeron-b").toString(), other, own));
            try (Transport transport = open(lab.directory().resolve("aeron-a"), "a", own, "b", other)) {
                return roundTrips(transport, count);
            }
        }
    }

    private static Transport open(
            final Path directory, final String name, final String own, final String peerName, final String peer) {
        return open(directory, name, own, peerName, peer, GroupKeys.none());
    }

    static Transport open(
            final Path directory,
            final String name,
            final String own,
            final String peerName,
            final String peer,
            final GroupKeys keys) {
        return new AeronTransport(
                AeronSettings.in(directory),
                member(name, own),
                member(peerName, peer),
                1,
                keys,
                error -> System.err.println("transport echo: " + error));
    }

    private static MemberAddress member(final String name, final String address) {
        final int colon = address.lastIndexOf(':');
        return new MemberAddress(name, address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static Histogram roundTrips(final Transport transport, final int count) {
        final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(MESSAGE_BYTES));
        final MessageWriter writer = transport.controlWriter();
        final MessageReader reader = transport.controlReader();
        final Histogram histogram = new Histogram(LONGEST_NS, 3);
        final long[] received = new long[1];
        for (int i = 0; i < WARM_UP + count; i++) {
            final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
            final long before = received[0];
            long sentNs = System.nanoTime();
            boolean isSent = false;
            while (received[0] == before) {
                if (!isSent) {
                    sentNs = System.nanoTime();
                    isSent = writer.isConnected() && writer.write(message, 0, MESSAGE_BYTES);
                }
                transport.doWork();
                if (reader.poll((buffer, offset, length) -> received[0]++, 1) == 0) {
                    Thread.yield();
                }
                if (System.nanoTime() > deadlineNs) {
                    throw new LabException("the other process did not echo within 30 s");
                }
            }
            if (i >= WARM_UP) {
                histogram.recordValue(Math.min(LONGEST_NS, System.nanoTime() - sentNs));
            }
        }
        return histogram;
    }

    /** The other process: sends back what it receives, until it is ended. Arguments: directory, own address, peer's. */
    public static void main(final String[] arguments) {
        try (Transport transport = open(Path.of(arguments[0]), "b", arguments[1], "a", arguments[2])) {
            final MessageWriter writer = transport.controlWriter();
            final MessageReader reader = transport.controlReader();
            while (!Thread.currentThread().isInterrupted()) {
                transport.doWork();
                final int work = reader.poll(
                        (buffer, offset, length) -> {
                            while (!writer.write(buffer, offset, length)) {
                                transport.doWork();
                            }
                        },
                        1);
                if (work == 0) {
                    Thread.yield();
                }
            }
        }
    }
}
