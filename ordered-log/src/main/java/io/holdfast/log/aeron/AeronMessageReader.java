package io.holdfast.log.aeron;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;

/**
 * A message stream that is an Aeron subscription; long messages are put together.
 *
 * <p>What a handler throws is thrown by {@link #poll}: Aeron would tell its error handler and go on, and a node that has
 * heard that it must end would not end.
 */
final class AeronMessageReader implements MessageReader {
    private final Subscription subscription;
    private final FragmentAssembler assembler;
    private MessageHandler handler;
    private Throwable failure;

    AeronMessageReader(final Subscription subscription) {
        this.subscription = subscription;
        assembler = new FragmentAssembler((buffer, offset, length, header) -> hand(buffer, offset, length));
    }

    @Override
    public int poll(final MessageHandler newHandler, final int limit) {
        handler = newHandler;
        final int fragments = subscription.poll(assembler, limit);
        if (failure != null) {
            LangUtil.rethrowUnchecked(failure);
        }
        return fragments;
    }

    /** After a failure nothing more is handed over, in this poll or a later one. */
    private void hand(final DirectBuffer buffer, final int offset, final int length) {
        if (failure == null) {
            try {
                handler.onMessage(buffer, offset, length);
            } catch (final RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
