package io.holdfast.recovery;

import io.holdfast.log.Digest;

/** How sender and loader compute the snapshot's digest. */
final class SnapshotDigest {
    private SnapshotDigest() {}

    /** The digest of all, with the logged time at the mark. */
    static long value(final Digest digest, final long timeNs) {
        digest.add(timeNs);
        return digest.value();
    }

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
