package io.holdfast.element.standard;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.header.ArpHeader;
import io.holdfast.packet.header.EthernetHeader;

/** Writes Ethernet headers and whole ARP frames. */
final class EthernetFrames {
    private EthernetFrames() {}

    /** Writes the header at the packet's start, which has been prepended. */
    static void writeHeader(final Packet packet, final long destination, final long source, final int type) {
        packet.putLong(EthernetHeader.DESTINATION_OFFSET, destination << 16 | source >>> 32);
        packet.putInt(EthernetHeader.SOURCE_OFFSET + 2, (int) source);
        EthernetHeader.type(packet, 0, type);
    }

    /**
     * Makes an ARP frame of the smallest length, padded with zeros; the caller writes sender and target.
     *
     * @return null if the pool is exhausted
     */
    static Packet newArp(final PacketPool pool, final long destination, final long source, final int operation) {
        final Packet packet = pool.allocate();
        if (packet == null) {
            return null;
        }
        packet.append(EthernetHeader.MIN_FRAME_LENGTH);
        NativeMemory.fill(packet.address(), packet.length(), (byte) 0);
        writeHeader(packet, destination, source, EthernetHeader.TYPE_ARP);
        ArpHeader.initialize(packet, EthernetHeader.LENGTH, operation);
        return packet;
    }
}
