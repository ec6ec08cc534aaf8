package io.holdfast.element.data;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Gives stripped bytes back: {@code Unstrip(LENGTH)}. Packets without the room are dropped ({@code drops.noRoom}). */
final class Unstrip extends LengthElement {
    Unstrip() {
        super("drops.noRoom");
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        return packet.prepend(lengthBytes()) ? null : fault();
    }
}
