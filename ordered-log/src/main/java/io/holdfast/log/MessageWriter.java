package io.holdfast.log;

import org.agrona.DirectBuffer;

/**
 * The sending end of an ordered, reliable, bounded stream of messages. Called by one thread.
 */
public interface MessageWriter extends AutoCloseable {
    /** Whether somebody receives the stream. */
    boolean isConnected();

    /** Whether a message of this length would be taken now, as far as the receiver's window is concerned. */
    boolean canWrite(int lengthBytes);

    /**
     * Sends a message, whose bytes are copied.
     *
     * @return false if the stream has no room or no receiver just now; the message is then not sent at all
     */
    boolean write(DirectBuffer buffer, int offset, int lengthBytes);

    @Override
    void close();
}
