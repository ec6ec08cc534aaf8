package io.holdfast.element;

/** An element that stores packets, and tells those that watch queues how many. */
public interface Storage {
    /** Packets stored now. */
    int storedPackets();

    /** Packets stored at most. */
    int capacityPackets();
}
