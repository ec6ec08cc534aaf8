package io.holdfast.log;

import io.holdfast.log.sbe.MessageHeaderEncoder;
import io.holdfast.log.sbe.SnapshotChunkEncoder;
import io.holdfast.log.sbe.SnapshotEndEncoder;
import io.holdfast.packet.NativeMemory;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends the chunks of a snapshot. A message that finds no room is not sent, and is to be sent again. Called by one
 * thread.
 */
public final class SnapshotWriter implements AutoCloseable {
    /** Most bytes of state in one chunk: with its header it fits a frame of the default MTU. */
    public static final int MAX_DATA_BYTES = 7168;

    private static final int DATA_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH
            + SnapshotChunkEncoder.BLOCK_LENGTH
            + SnapshotChunkEncoder.dataHeaderLength();

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SnapshotChunkEncoder chunk = new SnapshotChunkEncoder();
    private final SnapshotEndEncoder end = new SnapshotEndEncoder();
    private final UnsafeBuffer buffer =
            new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(DATA_OFFSET + MAX_DATA_BYTES));
    private final MessageWriter stream;
    private final SnapshotIdentity identity;

    public SnapshotWriter(final MessageWriter stream, final SnapshotIdentity identity) {
        this.stream = stream;
        this.identity = identity;
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    /** Whether a chunk of any length would be taken now. */
    public boolean isReady() {
        return stream.canWrite(DATA_OFFSET + MAX_DATA_BYTES);
    }

    /**
     * Sends a part of a piece.
     *
     * @param address of the bytes
     * @param lengthBytes at most {@link #MAX_DATA_BYTES}
     * @return whether it was sent
     */
    public boolean chunk(final int piece, final long offset, final long address, final int lengthBytes) {
        return send(piece, offset, address, lengthBytes, 0);
    }

    /** Sends a part of a piece that has nothing but zeros; returns whether it was sent. */
    public boolean zeros(final int piece, final long offset, final long lengthBytes) {
        return send(piece, offset, 0, 0, lengthBytes);
    }

    private boolean send(
            final int piece, final long offset, final long address, final int lengthBytes, final long zeros) {
        chunk.wrapAndApplyHeader(buffer, 0, header)
                .view(identity.view())
                .incarnation(identity.incarnation())
                .epoch(identity.epoch())
                .piece(piece)
                .begin(offset)
                .zeros(zeros);
        buffer.putInt(DATA_OFFSET - SnapshotChunkEncoder.dataHeaderLength(), lengthBytes);
        NativeMemory.copy(address, buffer.addressOffset() + DATA_OFFSET, lengthBytes);
        return stream.write(buffer, 0, DATA_OFFSET + lengthBytes);
    }

    /** Says that all has been sent; returns whether that was. */
    public boolean end(final SnapshotEnd what) {
        end.wrapAndApplyHeader(buffer, 0, header)
                .view(identity.view())
                .incarnation(identity.incarnation())
                .epoch(identity.epoch())
                .pieces(what.pieces())
                .totalBytes(what.totalBytes())
                .timeNs(what.timeNs())
                .digest(what.digest());
        return stream.write(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + SnapshotEndEncoder.BLOCK_LENGTH);
    }

    @Override
    public void close() {
        stream.close();
    }
}
