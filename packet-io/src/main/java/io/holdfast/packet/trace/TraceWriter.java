package io.holdfast.packet.trace;

import io.holdfast.packet.NativeMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes pcap, in the machine's byte order, with micro- or nanoseconds.
 *
 * <p>Packets gather in a buffer, which goes to the stream when it is full. Used by one thread; nothing is allocated per
 * packet.
 */
public final class TraceWriter implements AutoCloseable {
    /** Longest packet that readers expect. */
    public static final int MAX_SNAPSHOT_BYTES = 262_144;

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int BUFFER_BYTES = MAX_SNAPSHOT_BYTES + PACKET_HEADER_BYTES;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MICROSECOND_NS = 1000;

    private final OutputStream stream;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    private final int snapshotBytes;
    private final long unitNs;

    /**
     * Begins a trace.
     *
     * @param stream is closed with the writer
     * @param linkType in the numbers of tcpdump.org
     * @param snapshotBytes kept of each packet at most
     * @param hasNanoseconds whether times are written to the nanosecond, not to the microsecond
     */
    public TraceWriter(
            final OutputStream stream, final int linkType, final int snapshotBytes, final boolean hasNanoseconds) {
        this.stream = stream;
        this.snapshotBytes = Math.min(snapshotBytes, MAX_SNAPSHOT_BYTES);
        unitNs = hasNanoseconds ? 1 : MICROSECOND_NS;
        buffer.putInt(hasNanoseconds ? NANOSECONDS : MICROSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(this.snapshotBytes)
                .putInt(linkType);
    }

    /**
     * Adds a packet.
     *
     * @param captured bytes at the address
     * @param wireLength bytes that the packet had
     */
    public void write(final long address, final int captured, final int wireLength, final long timestampNs)
            throws IOException {
        final int kept = Math.min(captured, snapshotBytes);
        if (buffer.remaining() < PACKET_HEADER_BYTES + kept) {
            flush();
        }
        buffer.putInt((int) Math.floorDiv(timestampNs, SECOND_NS))
                .putInt((int) (Math.floorMod(timestampNs, SECOND_NS) / unitNs))
                .putInt(kept)
                .putInt(wireLength);
        NativeMemory.copyToArray(address, bytes, buffer.position(), kept);
        buffer.position(buffer.position() + kept);
    }

    /** Gives what has gathered to the stream. */
    public void flush() throws IOException {
        stream.write(bytes, 0, buffer.position());
        stream.flush();
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (stream) {
            flush();
        }
    }
}
