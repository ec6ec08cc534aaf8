package io.holdfast.release;

import io.holdfast.packet.Packet;

/** Looks at outputs that are held. */
@FunctionalInterface
public interface HeldOutputs {
    /**
     * An output; it stays the queue's.
     *
     * @param port that it is to go out of
     * @param actor that was given with it
     */
    void onOutput(int port, Packet packet, int actor);
}
