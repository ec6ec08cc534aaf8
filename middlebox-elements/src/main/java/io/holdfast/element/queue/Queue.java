package io.holdfast.element.queue;

import io.holdfast.packet.Packet;

/** First in, first out; a packet that comes when it is full is dropped. */
final class Queue extends QueueElement {
    @Override
    void enqueue(final int input, final Packet packet) {
        if (queue().isFull()) {
            drop(packet);
        } else {
            queue().addLast(packet);
        }
    }
}
