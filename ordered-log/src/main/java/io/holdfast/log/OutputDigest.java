package io.holdfast.log;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Digests the outputs of a burst as they leave, and tells afterwards what the digest is of some packets' only.
 *
 * <p>One per worker, used by its thread.
 */
public final class OutputDigest {
    /** Outputs of a burst that are told apart; a burst with more is kept whole. */
    private static final int MAX_OUTPUTS = 16 * PacketBatch.BURST_PACKETS;

    private final Digest digest = new Digest();
    private final long[] hashes = new long[MAX_OUTPUTS];
    private final byte[] indices = new byte[MAX_OUTPUTS];
    private int size;

    /** Starts a burst. */
    public void reset() {
        digest.reset();
        size = 0;
    }

    /** An output leaves by a port, put out for the packet for which something is done now. */
    public void add(final int port, final Packet packet, final BurstWrites writes) {
        add(port, packet, writes, writes.actor());
    }

    /**
     * An output leaves by a port.
     *
     * @param actor place of the packet for which it was put out, as {@link BurstWrites#actor()} was then
     */
    public void add(final int port, final Packet packet, final BurstWrites writes, final int actor) {
        final long hash = Digest.ofOutput(port, packet);
        digest.add(hash);
        final int index = indexOf(packet, writes, actor);
        if (size == MAX_OUTPUTS || index == PacketBatch.BURST_PACKETS) {
            writes.nobodysOutput();
        } else {
            hashes[size] = hash;
            indices[size++] = (byte) index;
        }
    }

    /**
     * An output is looked at before it is known which packets are kept, and digested afterwards: says whether whole bursts
     * must be, as it is nobody's.
     *
     * @param seen how many outputs have been looked at so before this one
     */
    public void lookAt(final Packet packet, final BurstWrites writes, final int actor, final int seen) {
        if (size + seen >= MAX_OUTPUTS || indexOf(packet, writes, actor) == PacketBatch.BURST_PACKETS) {
            writes.nobodysOutput();
        }
    }

    /** An output that has been {@linkplain #lookAt looked at}: counts if its packet is kept, and costs little if not. */
    public void addIfKept(
            final int port, final Packet packet, final BurstWrites writes, final int actor, final long kept) {
        if (kept == BurstWrites.WHOLE || BurstWrites.isKept(kept, indexOf(packet, writes, actor))) {
            add(port, packet, writes, actor);
        }
    }

    /** Place in the burst of the packet for which an output was put out: its own, or the actor's. */
    private static int indexOf(final Packet packet, final BurstWrites writes, final int actor) {
        final int own = writes.indexOf(packet.origin());
        return own < PacketBatch.BURST_PACKETS ? own : actor;
    }

    /** Of the outputs of the packets that are kept. */
    public long value(final long kept) {
        if (kept == BurstWrites.WHOLE) {
            return digest.value();
        }
        digest.reset();
        for (int i = 0; i < size; i++) {
            if (BurstWrites.isKept(kept, indices[i])) {
                digest.add(hashes[i]);
            }
        }
        return digest.value();
    }
}
