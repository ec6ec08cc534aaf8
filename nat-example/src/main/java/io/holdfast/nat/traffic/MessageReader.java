package io.holdfast.nat.traffic;

import java.nio.ByteBuffer;

/** Cuts a byte stream into messages. */
final class MessageReader {
    private final ByteBuffer partial = ByteBuffer.allocate(Message.LENGTH_BYTES);

    /**
     * Takes bytes until one message is complete.
     *
     * @param bytes consumed as far as needed
     * @return the message's bytes, valid until the next call, or null if more bytes are needed
     */
    ByteBuffer next(final ByteBuffer bytes) {
        if (!partial.hasRemaining()) {
            partial.clear();
        }
        final int length = Math.min(partial.remaining(), bytes.remaining());
        partial.put(partial.position(), bytes, bytes.position(), length);
        partial.position(partial.position() + length);
        bytes.position(bytes.position() + length);
        return partial.hasRemaining() ? null : partial.duplicate().flip();
    }

    /** @return true if the stream ends inside a message */
    boolean isInsideMessage() {
        return partial.hasRemaining() && partial.position() > 0;
    }
}
