package io.holdfast.nat.traffic;

import java.util.ArrayList;
import java.util.List;

/**
 * What traffic to make.
 *
 * @param serverAddress IPv4 address of the server
 * @param tcpPort at which the server accepts connections, 1 to 65535
 * @param firstUdpPort of the server: flow i of {@code udpFlows} goes to the i-th port from here
 * @param longLived connections that stay open from beginning to end, 0 to 10,000
 * @param newPerSecond connections opened every second, 0 to 2,000
 * @param udpFlows 0 to 1,000
 * @param messageIntervalMs between two messages of a long-lived connection, 1 or more
 * @param shortMessages that a new connection exchanges before it closes, 1 or more
 * @param shortIntervalMs between two of them, 1 or more
 * @param udpIntervalMs between two datagrams of a flow, 1 or more
 * @param standingFlows UDP flows that are established before all others and then seldom used, 0 to 200,000
 * @param stallLimitMs a flow whose message stays unanswered for so long is broken, 100 or more
 */
public record TrafficSettings(
        String serverAddress,
        int tcpPort,
        int firstUdpPort,
        int longLived,
        int newPerSecond,
        int udpFlows,
        int messageIntervalMs,
        int shortMessages,
        int shortIntervalMs,
        int udpIntervalMs,
        int stallLimitMs,
        int standingFlows) {
    public static final int DEFAULT_TCP_PORT = 7000;
    public static final int DEFAULT_FIRST_UDP_PORT = 7100;

    public TrafficSettings {
        final List<String> wrong = new ArrayList<>();
        require(wrong, "tcpPort", tcpPort, 1, 65535);
        require(wrong, "longLived", longLived, 0, 10_000);
        require(wrong, "newPerSecond", newPerSecond, 0, 2_000);
        require(wrong, "udpFlows", udpFlows, 0, 1_000);
        require(wrong, "firstUdpPort", firstUdpPort, 1, 65535 - Math.max(0, udpFlows));
        require(wrong, "messageIntervalMs", messageIntervalMs, 1, 60_000);
        require(wrong, "shortMessages", shortMessages, 1, 10_000);
        require(wrong, "shortIntervalMs", shortIntervalMs, 1, 60_000);
        require(wrong, "udpIntervalMs", udpIntervalMs, 1, 60_000);
        require(wrong, "stallLimitMs", stallLimitMs, 100, 600_000);
        require(wrong, "standingFlows", standingFlows, 0, 200_000);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** Settings without standing flows. */
    public TrafficSettings(
            final String serverAddress,
            final int tcpPort,
            final int firstUdpPort,
            final int longLived,
            final int newPerSecond,
            final int udpFlows,
            final int messageIntervalMs,
            final int shortMessages,
            final int shortIntervalMs,
            final int udpIntervalMs,
            final int stallLimitMs) {
        this(
                serverAddress,
                tcpPort,
                firstUdpPort,
                longLived,
                newPerSecond,
                udpFlows,
                messageIntervalMs,
                shortMessages,
                shortIntervalMs,
                udpIntervalMs,
                stallLimitMs,
                0);
    }

    /** The drill's usual mix; the caller names the server and how much of each kind. */
    public static TrafficSettings of(
            final String serverAddress, final int longLived, final int newPerSecond, final int udpFlows) {
        return new TrafficSettings(
                serverAddress,
                DEFAULT_TCP_PORT,
                DEFAULT_FIRST_UDP_PORT,
                longLived,
                newPerSecond,
                udpFlows,
                20,
                7,
                200,
                5,
                5_000);
    }

    /** The same with standing flows. */
    public TrafficSettings withStandingFlows(final int newStandingFlows) {
        return with(stallLimitMs, newStandingFlows);
    }

    /** The same with another patience. */
    public TrafficSettings withStallLimitMs(final int newStallLimitMs) {
        return with(newStallLimitMs, standingFlows);
    }

    private TrafficSettings with(final int newStallLimitMs, final int newStandingFlows) {
        return new TrafficSettings(
                serverAddress,
                tcpPort,
                firstUdpPort,
                longLived,
                newPerSecond,
                udpFlows,
                messageIntervalMs,
                shortMessages,
                shortIntervalMs,
                udpIntervalMs,
                newStallLimitMs,
                newStandingFlows);
    }

    private static void require(
            final List<String> wrong, final String name, final int value, final int lowest, final int highest) {
        if (value < lowest || value > highest) {
            wrong.add(name + " must be " + lowest + " to " + highest + ": " + value);
        }
    }
}
