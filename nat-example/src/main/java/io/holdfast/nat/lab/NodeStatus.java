package io.holdfast.nat.lab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What a node says about itself.
 *
 * @param node name
 * @param role {@code starting}, {@code master} or {@code replica}
 * @param view number
 * @param protection {@code protected}, {@code solo} or {@code none}
 * @param epoch of the log
 * @param pid of the node's process
 * @param workers one for each worker
 * @param ports one for each port
 * @param drops packets dropped, by reason
 * @param counters of all kinds, by name; null if the node says nothing of them
 * @param takeover when it became master in place of another one, or null
 * @param detection how it noticed that the other one was gone: {@code connection closed}, {@code heartbeat timeout};
 *     or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeStatus(
        String node,
        String role,
        long view,
        String protection,
        long epoch,
        long pid,
        List<Worker> workers,
        List<Port> ports,
        Map<String, Long> drops,
        Map<String, Long> counters,
        Takeover takeover,
        String detection) {
    public boolean isMaster() {
        return "master".equals(role);
    }

    public boolean isReplica() {
        return "replica".equals(role);
    }

    /** A counter's value, 0 if there is no such counter. */
    public long counter(final String name) {
        return counters == null ? 0 : counters.getOrDefault(name, 0L);
    }

    public boolean isProtected() {
        return "protected".equals(protection);
    }

    /**
     * Positions of a worker, as burst numbers.
     *
     * @param heldPackets outputs waiting for their log
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Worker(int worker, long logged, long stable, long released, long replayed, long heldPackets) {}

    /** Packet counts of a port. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Port(String name, long received, long transmitted, long missed, long dropped) {}

    /** Moments of a take-over, of {@code System.nanoTime}; 0 for one that has not come yet. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Takeover(long detectedNs, long readyNs, long firstPacketNs) {}
}
