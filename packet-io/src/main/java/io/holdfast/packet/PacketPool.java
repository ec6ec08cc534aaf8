package io.holdfast.packet;

/**
 * One worker's supply of packet buffers and of the {@link Packet} objects bound to them.
 *
 * <p>Not thread-safe: every worker has its own pool (over a memory that they may share). A packet is freed on the
 * thread of the pool that it came from.
 */
public interface PacketPool extends AutoCloseable {
    /**
     * Takes an empty packet (length 0, default headroom).
     *
     * @return null if no buffer is free, which is counted
     */
    Packet allocate();

    /** Takes back a packet and its buffer. */
    void free(Packet packet);

    /** Largest packet that a buffer holds with the default headroom, in bytes. */
    int maxPacketBytes();

    /** Buffers in all. */
    int capacityPackets();

    /**
     * Buffers that are out, with whoever has them: rings of a device, holds, elements. For leak tests and status; may
     * be slow.
     */
    int inUsePackets();

    /** How often {@link #allocate()} found no free buffer. */
    long exhaustedCount();

    @Override
    void close();
}
