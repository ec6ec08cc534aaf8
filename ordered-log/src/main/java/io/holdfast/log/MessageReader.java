package io.holdfast.log;

/** The receiving end of a stream of messages. Called by one thread. */
public interface MessageReader extends AutoCloseable {
    /**
     * Hands over what has arrived.
     *
     * @param limit most messages
     * @return the number of messages (or parts of them) consumed
     */
    int poll(MessageHandler handler, int limit);

    @Override
    void close();
}
