package io.holdfast.nat.traffic;

import java.util.List;
import java.util.Map;

/**
 * Everything that the client saw in a run. Times are of {@code System.nanoTime}.
 *
 * @param flows in the order in which they were opened
 * @param sentNs when each numbered datagram was sent, by UDP flow
 * @param answeredNs when each one's answer arrived, by UDP flow; {@link FlowRecord#NEVER} if it did not
 * @param reorderedDatagrams answers that overtook another one of their flow
 * @param duplicateDatagrams answers that came again
 * @param timeline of the answers of all flows
 */
public record ClientReport(
        List<FlowRecord> flows,
        Map<Long, long[]> sentNs,
        Map<Long, long[]> answeredNs,
        long reorderedDatagrams,
        long duplicateDatagrams,
        List<TimelineBin> timeline) {}
