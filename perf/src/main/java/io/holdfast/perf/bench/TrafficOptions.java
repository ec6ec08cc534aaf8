package io.holdfast.perf.bench;

import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.rig.LinkKind;
import io.holdfast.perf.rig.RigSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is sent, and by what way. */
final class TrafficOptions {
    private static final int MIB = 1 << 20;
    private static final int PER_MILLE = 10;

    @Option(
            names = "--via",
            defaultValue = "memory",
            description = "link between generator and box: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private LinkKind link;

    @Option(
            names = "--device",
            paramLabel = "PORT=DEVICE",
            description = "with --via devices: the generator's ports lan and wan, and the box's, box-lan and box-wan,"
                    + " unless the box runs elsewhere; such as lan=0000:65:00.0")
    private Map<String, String> devices = new LinkedHashMap<>();

    @Option(
            names = "--flows",
            defaultValue = "1000",
            paramLabel = "N[,N]",
            split = ",",
            description = "open flows, which send in turn (default: ${DEFAULT-VALUE})")
    private List<Integer> flows;

    @Option(
            names = "--frames",
            defaultValue = "64",
            paramLabel = "SIZE[,SIZE]",
            description = "frame sizes with the check sequence, as RFC 2544 counts; imix; rfc2544 for its seven"
                    + " (default: ${DEFAULT-VALUE})")
    private String frames;

    @Option(
            names = "--new-flows",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "of the packets, so many open a flow of their own (default: ${DEFAULT-VALUE})")
    private double newFlowPercent;

    @Option(
            names = "--direction",
            defaultValue = "OUT",
            description = "of the packets of open flows: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Direction direction;

    @Option(
            names = "--idle",
            defaultValue = "park",
            description =
                    "what the nodes do without work: spin, yield, park (default: ${DEFAULT-VALUE}, so that waiting"
                            + " takes no processor time)")
    private String idle;

    @Option(
            names = "--window",
            defaultValue = "1024",
            paramLabel = "PACKETS",
            description = "in the box at most while it is saturated (default: ${DEFAULT-VALUE})")
    private int window;

    @Option(
            names = "--ring-mib",
            defaultValue = "4",
            paramLabel = "MIB",
            description = "of each ring of a memory link, a power of two up to 64 (default: ${DEFAULT-VALUE})")
    private int ringMib;

    @Option(
            names = "--node-setting",
            paramLabel = "NAME=VALUE",
            description = "a setting of the nodes, such as failover.heartbeatTimeoutMs=50; may be given more than once")
    private Map<String, String> nodeSettings = new LinkedHashMap<>();

    List<Integer> flows() {
        return flows;
    }

    List<FrameMix> frames() {
        return FrameMix.parse("rfc2544".equals(frames) ? "64,128,256,512,1024,1280,1518" : frames);
    }

    /** Settings of a rig for the first of the flows and sizes that were given. */
    RigSettings rig() {
        return rig(flows.getFirst(), frames().getFirst());
    }

    RigSettings rig(final int flowCount, final FrameMix mix) {
        if (ringMib < 1 || ringMib > 64 || Integer.bitCount(ringMib) != 1) {
            throw new IllegalArgumentException("--ring-mib must be a power of two from 1 to 64: " + ringMib);
        }
        return new RigSettings(
                link,
                devices,
                new TrafficPlan(flowCount, mix, (int) Math.round(newFlowPercent * PER_MILLE), direction),
                idle,
                window,
                ringMib * MIB,
                nodeSettings);
    }
}
