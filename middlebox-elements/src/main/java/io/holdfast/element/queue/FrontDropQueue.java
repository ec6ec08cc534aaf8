package io.holdfast.element.queue;

import io.holdfast.packet.Packet;

/** First in, first out; a packet that comes when it is full displaces the oldest. */
final class FrontDropQueue extends QueueElement {
    @Override
    void enqueue(final int input, final Packet packet) {
        if (queue().isFull()) {
            drop(queue().removeFirst());
        }
        queue().addLast(packet);
    }
}
