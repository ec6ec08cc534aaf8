package io.holdfast.perf.rig;

import io.holdfast.perf.load.TrafficPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The NAT's graph as it is measured: nat.click with room for the plan's flows.
 *
 * <p>Flows of one packet must make room for further ones, or the table would be full within a second. So where there are
 * new flows, one-way UDP flows expire after a second, and those seen both ways, the plan's open ones, after an hour.
 */
public final class BenchGraph {
    private static final String RESOURCE = "/io/holdfast/nat/nat.click";
    private static final String CAPACITY = "MAPPING_CAPACITY $FLOWS)";
    private static final int NEW_FLOWS_PER_MILLE = 12_000;
    private static final int NEW_FLOWS_BASE = 500_000;
    private static final int MAX_NEW_FLOWS = 4_000_000;

    private BenchGraph() {}

    /** The graph's text. */
    public static String text(final TrafficPlan plan) {
        final String text = read();
        if (plan.newFlowPerMille() == 0) {
            return text;
        }
        final String changed = text.replace(
                CAPACITY, "MAPPING_CAPACITY $FLOWS, UDP_TIMEOUT 1, UDP_STREAMING_TIMEOUT 3600, REAP_INTERVAL 1)");
        if (changed.equals(text)) {
            throw new IllegalStateException("nat.click has no longer what the benchmark sets timeouts by: " + CAPACITY);
        }
        return changed;
    }

    /** Its variables. */
    public static Map<String, String> variables(final TrafficPlan plan) {
        final Map<String, String> variables = new LinkedHashMap<>(TrafficPlan.graphVariables());
        variables.put("FLOWS", Integer.toString(capacity(plan)));
        return variables;
    }

    static int capacity(final TrafficPlan plan) {
        final int open = plan.flows() + plan.flows() / 4 + 1024;
        return plan.newFlowPerMille() == 0
                ? open
                : open + Math.min(MAX_NEW_FLOWS, NEW_FLOWS_BASE + NEW_FLOWS_PER_MILLE * plan.newFlowPerMille());
    }

    private static String read() {
        try (InputStream stream = BenchGraph.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the NAT's graph is missing from the class path: " + RESOURCE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
