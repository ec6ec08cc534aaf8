package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What one failover did. Times are in milliseconds after the kill; null where something did not happen.
 *
 * @param round number, from 1
 * @param victim what the killed node was
 * @param killed name of the node
 * @param detection how the other node noticed
 * @param detectedMs when it noticed
 * @param tookOverMs when it was ready to forward
 * @param firstPacketMs when the first datagram that was sent after the kill arrived
 * @param silenceMs longest stretch between the kill and the first packet (and beyond, where they cut into it) without any
 *     datagram arriving
 * @param flows that were open at the kill
 * @param youngFlows those of them that were opened in the last second before the kill
 * @param brokenBefore flows that broke before the kill
 * @param brokenAfter flows that were opened after the kill and broke
 * @param mappingsChanged flows that the server saw under more than one address or port, or under another one's; like
 *     the counts of datagrams reordered and duplicated, it is known for a whole run only, and shown at its last kill
 * @param packetsSent datagrams sent by either end
 * @param packetsLost datagrams that did not arrive
 * @param packetsReordered datagrams that were overtaken by another one of their flow
 * @param packetsDuplicated datagrams that came again
 * @param reprotectedMs from the restart of the killed node's process until the pair was protected again
 * @param joinMs the part of it from its being accepted as replica
 * @param snapshotBytes that were sent for it
 * @param pauseUs for which the master stood still for it, at the longest
 * @param failures how flows broke, and how many did so
 * @param problems other than broken flows, in words
 * @param before round trips in the last three seconds before the kill
 * @param after round trips from a second after the first packet on
 * @param timeline around the kill
 */
record RoundResult(
        int round,
        Victim victim,
        String killed,
        String detection,
        Double detectedMs,
        Double tookOverMs,
        Double firstPacketMs,
        Double silenceMs,
        FlowCounts flows,
        FlowCounts youngFlows,
        int brokenBefore,
        int brokenAfter,
        int mappingsChanged,
        long packetsSent,
        long packetsLost,
        long packetsReordered,
        long packetsDuplicated,
        Double reprotectedMs,
        Long joinMs,
        Long snapshotBytes,
        Long pauseUs,
        Map<String, Integer> failures,
        List<String> problems,
        RoundTrips before,
        RoundTrips after,
        List<PlotBin> timeline) {
    /** True if no flow broke, no mapping changed, and nothing else was wrong. */
    @JsonProperty
    boolean ok() {
        return flows.broken() == 0
                && brokenBefore == 0
                && brokenAfter == 0
                && mappingsChanged == 0
                && problems.isEmpty();
    }

    /** Flows that broke before the kill, or that were opened after it. */
    int brokenElsewhere() {
        return brokenBefore + brokenAfter;
    }
}
