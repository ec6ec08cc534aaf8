package io.holdfast.nat.traffic;

import java.util.List;
import java.util.Map;

/**
 * Everything that the server saw in a run. Times are of {@code System.nanoTime}.
 *
 * @param flows one for each connection accepted and each UDP flow
 * @param receivedNs when each numbered datagram arrived, by UDP flow; {@link FlowRecord#NEVER} if it did not
 * @param reorderedDatagrams that were overtaken by another one of their flow
 * @param duplicateDatagrams that came again
 * @param unreadableDatagrams whose content was wrong
 */
public record ServerReport(
        List<ServerFlowRecord> flows,
        Map<Long, long[]> receivedNs,
        long reorderedDatagrams,
        long duplicateDatagrams,
        long unreadableDatagrams) {}
