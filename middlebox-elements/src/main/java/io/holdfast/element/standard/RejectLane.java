package io.holdfast.element.standard;

import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.packet.Packet;

/** Where an element of one or two outputs sends packets: good ones to output 0, others to output 1 or nowhere. */
final class RejectLane {
    private static final int GOOD = 0;
    private static final int REJECTED = 1;

    private final OutputLanes lanes;
    private final boolean isConnected;

    /**
     * Makes empty lanes.
     *
     * @param good output 0
     * @param rejected output 1, or null if nothing is connected there
     */
    RejectLane(final Output good, final Output rejected) {
        isConnected = rejected != null;
        lanes = isConnected ? new OutputLanes(good, rejected) : new OutputLanes(good);
    }

    void pass(final Packet packet) {
        lanes.add(GOOD, packet);
    }

    void reject(final Packet packet) {
        if (isConnected) {
            lanes.add(REJECTED, packet);
        } else {
            packet.free();
        }
    }

    void flush() {
        lanes.flush();
    }
}
