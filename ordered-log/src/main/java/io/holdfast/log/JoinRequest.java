package io.holdfast.log;

/**
 * What a node says of itself when it asks to be the master's replica. All but name and incarnation must be alike on
 * both sides.
 *
 * @param node its name
 * @param incarnation of it
 * @param protocolVersion of the messages, {@link #PROTOCOL_VERSION}
 * @param graphFingerprint of its flat configuration
 * @param workers of its data path
 * @param captureBytes that its graph wants kept of each packet
 * @param ports names of its ports in order, comma-separated
 */
public record JoinRequest(
        String node,
        long incarnation,
        int protocolVersion,
        long graphFingerprint,
        int workers,
        int captureBytes,
        String ports) {
    /** Version of the messages that this build speaks. */
    public static final int PROTOCOL_VERSION = 3;
}
