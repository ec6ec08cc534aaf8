package io.holdfast.log;

import org.agrona.DirectBuffer;

/** Takes the messages of a stream. */
@FunctionalInterface
public interface MessageHandler {
    /** A whole message; the buffer's bytes are valid only during the call. */
    void onMessage(DirectBuffer buffer, int offset, int lengthBytes);
}
