package io.holdfast.element.annotation;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketType;

/** Rejects packets that came in as link-level broadcast or multicast ({@code drops.broadcast}). */
final class DropBroadcasts extends PacketElement {
    private StatisticsCounter broadcast;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        broadcast = context.statistics("drops.broadcast");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("drops", "packets rejected", () -> Long.toString(broadcast.get()));
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        return packet.type() == PacketType.BROADCAST || packet.type() == PacketType.MULTICAST ? broadcast : null;
    }
}
