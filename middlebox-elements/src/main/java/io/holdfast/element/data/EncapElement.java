package io.holdfast.element.data;

import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** An element that puts a header in front of packets; those without the headroom are rejected ({@code drops.noRoom}). */
public abstract class EncapElement extends PacketElement {
    private StatisticsCounter noRoom;

    /** Bytes of the header for a packet; less than 0 if it cannot have one. */
    protected abstract int headerBytes(Packet packet);

    /**
     * Writes the header.
     *
     * @param packet which begins with the room for it
     * @param headerBytes as {@link #headerBytes} said
     */
    protected abstract void write(Packet packet, int headerBytes);

    @Override
    public void initialize(final ElementContext context) {
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    protected final StatisticsCounter process(final Packet packet) {
        final int bytes = headerBytes(packet);
        if (bytes < 0 || !packet.prepend(bytes)) {
            return noRoom;
        }
        write(packet, bytes);
        return null;
    }
}
