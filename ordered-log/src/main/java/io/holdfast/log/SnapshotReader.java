package io.holdfast.log;

import io.holdfast.log.sbe.MessageHeaderDecoder;
import io.holdfast.log.sbe.SnapshotChunkDecoder;
import io.holdfast.log.sbe.SnapshotEndDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes the messages of one snapshot; what belongs to another one, or is no such message, is counted and ignored.
 * Called by one thread.
 */
public final class SnapshotReader implements MessageHandler {
    private static final int DATA_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH
            + SnapshotChunkDecoder.BLOCK_LENGTH
            + SnapshotChunkDecoder.dataHeaderLength();

    /** Takes what the reader accepts. Nothing about the numbers has been checked. */
    public interface Sink {
        /**
         * A part of a piece: data, then zeros.
         *
         * @param data valid during the call
         */
        void onChunk(long piece, long offset, DirectBuffer data, long zeros);

        /** All has been sent. */
        void onEnd(SnapshotEnd end);
    }

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SnapshotChunkDecoder chunk = new SnapshotChunkDecoder();
    private final SnapshotEndDecoder end = new SnapshotEndDecoder();
    private final UnsafeBuffer data = new UnsafeBuffer(0, 0);
    private final MessageReader stream;
    private final SnapshotIdentity identity;
    private final Sink sink;
    private long invalidCount;
    private long strayCount;

    public SnapshotReader(final MessageReader stream, final SnapshotIdentity identity, final Sink sink) {
        this.stream = stream;
        this.identity = identity;
        this.sink = sink;
    }

    /** Hands what has arrived to the sink; returns the work done. */
    public int poll(final int limit) {
        return stream.poll(this, limit);
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes < MessageHeaderDecoder.ENCODED_LENGTH) {
            invalidCount++;
            return;
        }
        header.wrap(buffer, offset);
        final boolean isOurs = header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.version() == MessageHeaderDecoder.SCHEMA_VERSION;
        final int template = header.templateId();
        if (isOurs && template == SnapshotChunkDecoder.TEMPLATE_ID && lengthBytes >= DATA_OFFSET) {
            onChunk(buffer, offset, lengthBytes);
        } else if (isOurs
                && template == SnapshotEndDecoder.TEMPLATE_ID
                && lengthBytes >= MessageHeaderDecoder.ENCODED_LENGTH + SnapshotEndDecoder.BLOCK_LENGTH) {
            onEnd(buffer, offset);
        } else {
            invalidCount++;
        }
    }

    private void onChunk(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final int dataBytes = buffer.getInt(offset + DATA_OFFSET - SnapshotChunkDecoder.dataHeaderLength());
        if (header.blockLength() != SnapshotChunkDecoder.BLOCK_LENGTH || dataBytes != lengthBytes - DATA_OFFSET) {
            invalidCount++;
            return;
        }
        chunk.wrapAndApplyHeader(buffer, offset, header);
        if (isStray(chunk.view(), chunk.incarnation(), chunk.epoch())) {
            return;
        }
        data.wrap(buffer, offset + DATA_OFFSET, dataBytes);
        sink.onChunk(chunk.piece(), chunk.begin(), data, chunk.zeros());
    }

    private void onEnd(final DirectBuffer buffer, final int offset) {
        if (header.blockLength() != SnapshotEndDecoder.BLOCK_LENGTH) {
            invalidCount++;
            return;
        }
        end.wrapAndApplyHeader(buffer, offset, header);
        if (isStray(end.view(), end.incarnation(), end.epoch())) {
            return;
        }
        sink.onEnd(new SnapshotEnd((int) end.pieces(), end.totalBytes(), end.timeNs(), end.digest()));
    }

    private boolean isStray(final long view, final long incarnation, final long epoch) {
        final boolean isStray =
                view != identity.view() || incarnation != identity.incarnation() || epoch != identity.epoch();
        strayCount += isStray ? 1 : 0;
        return isStray;
    }

    /** Messages that were none of a snapshot's. */
    public long invalidCount() {
        return invalidCount;
    }

    /** Well-formed messages of another snapshot. */
    public long strayCount() {
        return strayCount;
    }
}
