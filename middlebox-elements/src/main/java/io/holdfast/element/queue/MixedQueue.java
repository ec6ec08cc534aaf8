package io.holdfast.element.queue;

import io.holdfast.packet.Packet;

/** Input 0 is first in, first out; what comes at input 1 goes to the front, and displaces the last if it is full. */
final class MixedQueue extends QueueElement {
    @Override
    void enqueue(final int input, final Packet packet) {
        if (input == 0) {
            if (queue().isFull()) {
                drop(packet);
            } else {
                queue().addLast(packet);
            }
            return;
        }
        if (queue().isFull()) {
            drop(queue().removeLast());
        }
        queue().addFirst(packet);
    }
}
