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

    /**
     * Makes a packet of this pool out of one of another worker's pool: by moving its buffer where the memory belongs to
     * all, else by copying. The other one is then spent: its own worker ends it by {@link #free} as ever. Its bytes were
     * handed over with a release write, and no one else uses it meanwhile.
     *
     * @return null if no packet is free; the other one is then unchanged
     */
    default Packet take(final Packet other) {
        final Packet own = allocate();
        if (own != null) {
            if (!own.append(other.length())) {
                throw new IllegalStateException("the pools of a node must have buffers of one size: " + maxPacketBytes()
                        + " bytes are too few for " + other.length());
            }
            NativeMemory.copy(other.address(), own.address(), other.length());
        }
        return own;
    }

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
