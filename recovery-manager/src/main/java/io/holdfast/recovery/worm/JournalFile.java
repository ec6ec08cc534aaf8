package io.holdfast.recovery.worm;

import org.agrona.DirectBuffer;

/**
 * The file behind a journal. What was appended survives a crash only after {@link #force}; without it any part of it,
 * or garbage of its length, may be there afterwards. Used by one thread; failures are {@link
 * java.io.UncheckedIOException}s, after which the file must not be used any more: what a failed force has left
 * on the disk, nobody knows.
 */
public interface JournalFile extends AutoCloseable {
    /** All that the file holds. */
    byte[] content();

    void append(DirectBuffer buffer, int offset, int lengthBytes);

    /** Returns when all that was appended is on the disk. */
    void force();

    /** Cuts the file to a length, and forces that. */
    void truncate(long lengthBytes);

    /** Puts other content in the place of all, at once: after a crash the file holds either all old or all new. */
    void replace(DirectBuffer buffer, int offset, int lengthBytes);

    @Override
    void close();
}
