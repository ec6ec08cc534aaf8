package io.holdfast.packet;

/**
 * Packets from arrays of bytes, and arrays from packets: for benchmarks, tests and tools.
 *
 * <p>Copies, and allocates: not for the packet path. Called by the thread that owns the packet's pool.
 */
public final class PacketBytes {
    private PacketBytes() {}

    /**
     * A packet of a pool with a frame's bytes.
     *
     * @return null if the pool is empty
     * @throws IllegalArgumentException if the frame is longer than a packet's room; nothing is taken from the pool then
     */
    public static Packet copyOf(final PacketPool pool, final byte[] frame) {
        final Packet packet = pool.allocate();
        if (packet == null) {
            return null;
        }
        if (!packet.append(frame.length)) {
            packet.free();
            throw new IllegalArgumentException("frame too long for a packet: " + frame.length + " bytes");
        }
        NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
        return packet;
    }

    /** A copy of a packet's bytes. */
    public static byte[] of(final Packet packet) {
        final byte[] frame = new byte[packet.length()];
        NativeMemory.copyToArray(packet.address(), frame, 0, frame.length);
        return frame;
    }
}
