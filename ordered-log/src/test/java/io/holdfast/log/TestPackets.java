package io.holdfast.log;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;

/** Makes packets of given bytes. */
final class TestPackets {
    private TestPackets() {}

    static Packet of(final PacketPool pool, final byte[] frame) {
        final Packet packet = pool.allocate();
        if (!packet.append(frame.length)) {
            throw new IllegalArgumentException("frame too long: " + frame.length);
        }
        NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
        return packet;
    }
}
