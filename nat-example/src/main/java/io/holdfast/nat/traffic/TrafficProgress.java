package io.holdfast.nat.traffic;

/**
 * How the traffic is doing.
 *
 * @param established long-lived connections that are open
 * @param open flows of all kinds that are open
 * @param messages answered and verified so far
 * @param broken flows that have broken so far
 */
public record TrafficProgress(int established, int open, long messages, int broken) {
    public static final TrafficProgress NONE = new TrafficProgress(0, 0, 0, 0);
}
