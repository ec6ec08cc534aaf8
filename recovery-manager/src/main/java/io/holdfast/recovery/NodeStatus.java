package io.holdfast.recovery;

import java.util.List;
import java.util.Map;

/**
 * What a node tells of itself; a picture of one moment, made by the node's thread.
 *
 * @param node name
 * @param pid process id
 * @param incarnation of this run
 * @param role starting, master or replica; {@link #FENCED} is a master that may not be one any more
 * @param view newest that the node knows
 * @param protection protected, solo, or none (nothing is forwarded)
 * @param epoch of the log
 * @param peer name of the other node
 * @param peerState what is known of it
 * @param detection how the failure was noticed that made this node master, or null
 * @param takeover times of that take-over, or null
 * @param alarms what somebody should look into: the last divergence
 * @param workers one each
 * @param ports one each
 * @param drops by reason, those of elements and the framework's own
 * @param counters other counts by name
 * @param graph fingerprint of its configuration, hexadecimal
 * @param ageMs since this picture was made; large when the node's thread is stuck
 */
public record NodeStatus(
        String node,
        long pid,
        String incarnation,
        String role,
        long view,
        String protection,
        int epoch,
        String peer,
        String peerState,
        String detection,
        Takeover takeover,
        List<String> alarms,
        List<WorkerStatus> workers,
        List<PortStatus> ports,
        Map<String, Long> drops,
        Map<String, Long> counters,
        String graph,
        long ageMs) {
    /** Role of a protected master whose lease has ended: it releases nothing until it has proved that it is master. */
    public static final String FENCED = "fenced";

    /**
     * Where a worker stands, in burst numbers of the epoch.
     *
     * @param worker number
     * @param logged last burst appended, or on a replica stored
     * @param stable last burst that the replica holds
     * @param released last burst let go
     * @param replayed last burst run again by the replica
     * @param heldPackets at present
     * @param heldHighWater most held at a time
     */
    public record WorkerStatus(
            int worker, long logged, long stable, long released, long replayed, int heldPackets, int heldHighWater) {}

    /**
     * Counts of a port.
     *
     * @param name of it
     * @param received packets
     * @param transmitted packets
     * @param missed by the device for want of a descriptor
     * @param dropped not taken by the device on transmission
     * @param errors malformed frames
     */
    public record PortStatus(String name, long received, long transmitted, long missed, long dropped, long errors) {}

    /**
     * Times of a take-over on the machine's monotonic clock, in nanoseconds.
     *
     * @param detectedNs the master's failure was noticed
     * @param begunNs it was decided to take over
     * @param sealedNs the log had been read to its end
     * @param lineNs the recovery line was reached
     * @param decidedNs the view was known to be written; may be before the line is reached, or after
     * @param replayedNs both was done
     * @param readyNs the neighbours were told, forwarding began
     * @param firstPacketNs the first packet was sent on, 0 if none was yet
     */
    public record Takeover(
            long detectedNs,
            long begunNs,
            long sealedNs,
            long lineNs,
            long decidedNs,
            long replayedNs,
            long readyNs,
            long firstPacketNs) {}

    public boolean isMaster() {
        return "master".equals(role);
    }

    public boolean isReplica() {
        return "replica".equals(role);
    }

    public boolean isProtected() {
        return "protected".equals(protection);
    }

    /** A counter's value, 0 if there is no such counter. */
    public long counter(final String name) {
        return counters == null ? 0 : counters.getOrDefault(name, 0L);
    }

    public boolean isFenced() {
        return FENCED.equals(role);
    }

    /** The same with another age. */
    NodeStatus aged(final long newAgeMs) {
        return with(role, newAgeMs);
    }

    /** The same of a master whose lease has ended since. */
    NodeStatus fenced() {
        return with(FENCED, ageMs);
    }

    private NodeStatus with(final String newRole, final long newAgeMs) {
        return new NodeStatus(
                node,
                pid,
                incarnation,
                newRole,
                view,
                protection,
                epoch,
                peer,
                peerState,
                detection,
                takeover,
                alarms,
                workers,
                ports,
                drops,
                counters,
                graph,
                newAgeMs);
    }
}
