package io.holdfast.recovery;

import io.holdfast.log.Digest;
import io.holdfast.log.SnapshotEnd;
import io.holdfast.log.SnapshotReader;
import io.holdfast.packet.NativeMemory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts a snapshot into the state of a graph that has just been built.
 *
 * <p>Chunks must come without a gap, in order, and within the pieces; the digest at the end must agree. The first fault
 * ends it: the state is then of no use.
 */
final class SnapshotLoader implements SnapshotReader.Sink {
    private final StatePieces pieces;
    private final NodeRules rules;
    private final Digest digest = new Digest();
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private int nextPiece;
    private long nextOffset;
    private long loadedBytes;
    private boolean loaded;
    private long timeNs;
    private String fault;

    SnapshotLoader(final StatePieces pieces) {
        this(pieces, NodeRules.RIGHT);
    }

    SnapshotLoader(final StatePieces pieces, final NodeRules rules) {
        this.pieces = pieces;
        this.rules = rules;
    }

    @Override
    public void onChunk(final long piece, final long offset, final DirectBuffer data, final long zeros) {
        if (fault != null || isImpossible(piece, offset, data.capacity(), zeros)) {
            return;
        }
        final long address = pieces.address(nextPiece) + offset;
        target.wrap(address, data.capacity());
        target.putBytes(0, data, 0, data.capacity());
        clear(address + data.capacity(), zeros);
        SnapshotDigest.add(digest, piece, offset, address, data.capacity(), zeros);
        loadedBytes += data.capacity() + zeros;
        nextOffset += data.capacity() + zeros;
        if (nextOffset == pieces.lengthBytes(nextPiece)) {
            nextPiece++;
            nextOffset = 0;
        }
    }

    private boolean isImpossible(final long piece, final long offset, final int length, final long zeros) {
        if (loaded || piece != nextPiece || offset != nextOffset || nextPiece == pieces.count()) {
            fault = "chunks must follow one another: piece " + piece + " offset " + offset + " came, piece " + nextPiece
                    + " offset " + nextOffset + " was next";
        } else if (zeros < 0 || zeros > pieces.lengthBytes(nextPiece) - offset - length || length + zeros == 0) {
            fault = "a chunk must lie in its piece (" + pieces.name(nextPiece) + ", "
                    + pieces.lengthBytes(nextPiece) + " bytes): offset " + offset + ", " + length + " bytes and "
                    + zeros + " zeros";
        }
        return fault != null;
    }

    /** Clears what is not clear: memory that nobody has touched yet stays so. */
    private static void clear(final long address, final long lengthBytes) {
        long i = 0;
        for (; i + Long.BYTES <= lengthBytes; i += Long.BYTES) {
            if (NativeMemory.getLong(address + i) != 0) {
                NativeMemory.putLong(address + i, 0);
            }
        }
        NativeMemory.fill(address + i, lengthBytes - i, (byte) 0);
    }

    @Override
    public void onEnd(final SnapshotEnd end) {
        if (fault != null) {
            return;
        }
        final long found = SnapshotDigest.value(digest, end.timeNs());
        if (end.pieces() != pieces.count() || end.totalBytes() != pieces.totalBytes()) {
            fault = "both nodes must have the same state: master " + end.pieces() + " pieces of " + end.totalBytes()
                    + " bytes, replica " + pieces.count() + " of " + pieces.totalBytes();
        } else if (nextPiece != pieces.count()) {
            fault = "the snapshot ended at piece " + nextPiece + " of " + pieces.count();
        } else if (!rules.isIntact(found, end.digest())) {
            fault = "the snapshot's digest must be " + Long.toHexString(end.digest()) + ": " + Long.toHexString(found);
        } else {
            loaded = true;
            timeNs = end.timeNs();
        }
    }

    /** Whether all is there and right. */
    boolean isLoaded() {
        return loaded;
    }

    /** Why the snapshot cannot be used, or null. */
    String fault() {
        return fault;
    }

    /** Logged time at the mark. */
    long timeNs() {
        return timeNs;
    }

    long loadedBytes() {
        return loadedBytes;
    }
}
