package io.holdfast.packet.memory;

import org.agrona.DirectBuffer;

/** Takes the frames that a {@link MemoryWire} is polled for. */
@FunctionalInterface
public interface FrameHandler {
    /**
     * Called once per frame, on the polling thread.
     *
     * @param buffer that holds the frame, valid during the call only
     * @param offset of the frame's first byte
     * @param length of the frame, in bytes
     */
    void onFrame(DirectBuffer buffer, int offset, int length);
}
