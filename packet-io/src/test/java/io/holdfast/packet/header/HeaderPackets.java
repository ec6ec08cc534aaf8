package io.holdfast.packet.header;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.agrona.BufferUtil;

/** Packets of given bytes for the tests of this package; each keeps its own memory, freed by the collector. */
final class HeaderPackets implements AutoCloseable {
    private static final int CAPACITY_BYTES = 4096;
    private static final int HEADROOM = 64;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(CAPACITY_BYTES);
    private final long address = BufferUtil.address(memory);
    private final Packet packet = new Packet(null);

    Packet of(final byte[] bytes) {
        packet.bind(0, address, CAPACITY_BYTES, HEADROOM, bytes.length);
        NativeMemory.copyFromArray(bytes, 0, packet.address(), bytes.length);
        return packet;
    }

    Packet ofHex(final String hex) {
        return of(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    @Override
    public void close() {
        memory.clear();
    }
}
