package io.holdfast.log.aeron;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;

/** A message stream that is an Aeron subscription; long messages are put together. */
final class AeronMessageReader implements MessageReader {
    private final Subscription subscription;
    private final FragmentAssembler assembler;
    private MessageHandler handler;

    AeronMessageReader(final Subscription subscription) {
        this.subscription = subscription;
        assembler =
                new FragmentAssembler((buffer, offset, length, header) -> handler.onMessage(buffer, offset, length));
    }

    @Override
    public int poll(final MessageHandler newHandler, final int limit) {
        handler = newHandler;
        return subscription.poll(assembler, limit);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
