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
 * @param copiedPackets transmitted packets that were copied because the device cannot send from their memory
 */
public record PortStatistics(
        long receivedPackets,
        long receivedBytes,
        long transmittedPackets,
        long transmittedBytes,
        long missedPackets,
        long receiveErrors,
        long transmitDrops,
        long noBuffer,
        long copiedPackets) {

    /** Counts of a port that copies nothing. */
    public PortStatistics(
            final long receivedPackets,
            final long receivedBytes,
            final long transmittedPackets,
            final long transmittedBytes,
            final long missedPackets,
            final long receiveErrors,
            final long transmitDrops,
            final long noBuffer) {
        this(
                receivedPackets,
                receivedBytes,
                transmittedPackets,
                transmittedBytes,
                missedPackets,
                receiveErrors,
                transmitDrops,
                noBuffer,
                0);
    }
}
