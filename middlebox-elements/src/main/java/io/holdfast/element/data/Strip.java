package io.holdfast.element.data;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** Removes bytes from the front of packets: {@code Strip(LENGTH)}. Shorter ones are dropped ({@code drops.tooShort}). */
final class Strip extends LengthElement {
    Strip() {
        super("drops.tooShort");
    }

    @Override
    public boolean staysInHeaders() {
        return lengthBytes() == EthernetHeader.LENGTH;
    }

    @Override
    protected boolean isPacketwise() {
        return true;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        if (packet.length() < lengthBytes()) {
            return fault();
        }
        packet.strip(lengthBytes());
        return null;
    }
}
