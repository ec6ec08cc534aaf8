package io.holdfast.perf.rig;

import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.TrafficPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured, with what traffic.
 *
 * @param link between generator and box
 * @param devices for {@link LinkKind#DEVICES}: device strings of the generator's ports {@code lan} and {@code wan}, and of
 *     the box's, {@code box-lan} and {@code box-wan}, unless the box is somewhere else
 * @param plan of the traffic
 * @param idle what the nodes' threads do without work: spin, yield or park
 * @param windowPackets that are in the box at most while it is saturated
 * @param ringBytes of each ring of a memory link, a power of two
 * @param nodeSettings further settings of the nodes, by dotted names such as {@code failover.heartbeatTimeoutMs}
 */
public record RigSettings(
        LinkKind link,
        Map<String, String> devices,
        TrafficPlan plan,
        String idle,
        int windowPackets,
        int ringBytes,
        Map<String, String> nodeSettings) {
    private static final int MIN_WINDOW = 64;
    private static final int MAX_WINDOW = 8192;

    public RigSettings {
        final List<String> wrong = new ArrayList<>();
        if (windowPackets < MIN_WINDOW || windowPackets > MAX_WINDOW) {
            wrong.add("--window must be from " + MIN_WINDOW + " to " + MAX_WINDOW + " packets: " + windowPackets);
        }
        if (!List.of("spin", "yield", "park").contains(idle)) {
            wrong.add("--idle must be spin, yield or park: " + idle);
        }
        if (link == LinkKind.DEVICES && !(devices.containsKey("lan") && devices.containsKey("wan"))) {
            wrong.add("--via devices needs --device lan=... and --device wan=...: " + devices.keySet());
        }
        if (link == LinkKind.RING && plan.direction() == Direction.BOTH) {
            wrong.add("--via ring measures one direction at a time, not both");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
        devices = Map.copyOf(devices);
        nodeSettings = Map.copyOf(nodeSettings);
    }

    /** The same with other traffic. */
    public RigSettings with(final TrafficPlan newPlan) {
        return new RigSettings(link, devices, newPlan, idle, windowPackets, ringBytes, nodeSettings);
    }

    /** The settings as a result shows them. */
    public Map<String, Object> describe() {
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("link", link.word());
        if (!devices.isEmpty()) {
            all.put("devices", devices);
        }
        all.put("flows", plan.flows());
        all.put("frames", plan.frames().name());
        all.put("newFlowPercent", plan.newFlowPerMille() / 10.0);
        all.put("direction", plan.direction());
        all.put("idle", idle);
        all.put("windowPackets", windowPackets);
        all.put("ringBytes", ringBytes);
        if (!nodeSettings.isEmpty()) {
            all.put("nodeSettings", nodeSettings);
        }
        return all;
    }
}
