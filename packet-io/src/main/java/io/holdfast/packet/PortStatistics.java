package io.holdfast.packet;

/**
 * Counts of a port since it was opened.
 *
 * @param receivedPackets taken in
 * @param receivedBytes of them
 * @param transmittedPackets that the device took
 * @param transmittedBytes of them
 * @param missedPackets that the device dropped because no descriptor was free
 * @param receiveErrors malformed frames, those in several segments and those too large
 * @param transmitDrops packets that the device did not take
 * @param noBuffer receptions that failed for want of a buffer
 */
public record PortStatistics(
        long receivedPackets,
        long receivedBytes,
        long transmittedPackets,
        long transmittedBytes,
        long missedPackets,
        long receiveErrors,
        long transmitDrops,
        long noBuffer) {}
