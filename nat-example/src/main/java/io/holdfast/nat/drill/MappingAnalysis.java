package io.holdfast.nat.drill;

import io.holdfast.nat.traffic.FlowKind;
import io.holdfast.nat.traffic.FlowRecord;
import io.holdfast.nat.traffic.ServerFlowRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds flows whose port mapping did not stay what it was, by the addresses under which the server saw them.
 *
 * <p>Two signs: one flow under several addresses; and several flows that live at the same time (long-lived connections,
 * or UDP flows) under one address.
 */
final class MappingAnalysis {
    private MappingAnalysis() {}

    /** @return the flows concerned */
    static Set<Long> changed(final List<FlowRecord> clientFlows, final List<ServerFlowRecord> serverFlows) {
        final Map<Long, FlowKind> kinds =
                clientFlows.stream().collect(Collectors.toMap(FlowRecord::flow, FlowRecord::kind));
        final Map<Long, Set<String>> sourcesOf = new HashMap<>();
        for (final ServerFlowRecord record : serverFlows) {
            if (record.flow() >= 0) {
                sourcesOf
                        .computeIfAbsent(record.flow(), flow -> new HashSet<>())
                        .addAll(record.sources());
            }
        }
        final Set<Long> changed = new HashSet<>();
        final Map<String, Long> ownerOf = new HashMap<>();
        sourcesOf.forEach((flow, sources) -> {
            if (sources.size() > 1) {
                changed.add(flow);
            }
            final FlowKind kind = kinds.get(flow);
            if (kind == FlowKind.LONG_LIVED || kind == FlowKind.UDP) {
                for (final String source : sources) {
                    final Long owner = ownerOf.putIfAbsent(kind + " " + source, flow);
                    if (owner != null) {
                        changed.add(flow);
                        changed.add(owner);
                    }
                }
            }
        });
        return changed;
    }
}
