package io.holdfast.recovery;

import io.holdfast.log.Digest;

/** How sender and loader add a chunk to the snapshot's digest. */
final class SnapshotDigest {
    private SnapshotDigest() {}

    /** Adds data that lies in native memory, and the zeros that follow it. */
    static void add(
            final Digest digest,
            final long piece,
            final long offset,
            final long address,
            final int lengthBytes,
            final long zeros) {
        digest.add(piece);
        digest.add(offset);
        digest.add(zeros);
        digest.addBytes(address, lengthBytes);
    }
}
