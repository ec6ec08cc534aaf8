package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;

/** Copies packets, with what is known and what is missing of them. */
public final class PacketCopies {
    private PacketCopies() {}

    /**
     * Copies a packet with its annotations.
     *
     * @return null if the pool has no buffer, or none that is large enough
     */
    public static Packet copy(final Packet original, final PacketPool pool) {
        final Packet copy = pool.allocate();
        if (copy == null) {
            return null;
        }
        if (!copy.append(original.length())) {
            copy.free();
            return null;
        }
        NativeMemory.copy(original.address(), copy.address(), original.length());
        copy.limitKnown(original.knownLength());
        if (original.isCutOff()) {
            copy.cutOffBehindKnown();
        }
        copy.copyAnnotations(original);
        return copy;
    }
}
