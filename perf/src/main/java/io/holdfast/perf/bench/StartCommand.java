package io.holdfast.perf.bench;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.StateRegion;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.memory.IdleDevices;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.BenchGraph;
import io.holdfast.perf.rig.NamedDevices;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench start}: memory and time that room for flows takes. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Memory of the NAT's state for each flow that it has room for, both directions, and the time to"
                + " build the graph with it.")
final class StartCommand extends Measuring {
    private static final double MS_PER_NS = 1e-6;

    @Mixin
    private OutputOptions output;

    @Option(names = "--flows", defaultValue = "1000000", description = "room for so many (default: ${DEFAULT-VALUE})")
    private int flows;

    @Option(names = "--rounds", defaultValue = "7", description = "starts (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--want-bytes", paramLabel = "BYTES", description = "per flow, at most")
    private Double wantedBytes;

    @Option(names = "--want-ms", paramLabel = "MS", description = "to start, at most")
    private Double wantedMs;

    @Override
    int measure() throws IOException {
        require("--flows", flows, 1, TrafficPlan.MAX_FLOWS);
        require("--rounds", rounds, 1, 1000);
        final ResultBuilder result = new ResultBuilder("start");
        result.setting("flows", flows);
        result.topology("the NAT's graph of one worker, without ports");
        progress().steps(rounds);
        final TrafficPlan plan = TrafficPlan.established(1, FrameMix.of(FrameMix.MIN_BYTES));
        final Map<String, String> variables = new HashMap<>(BenchGraph.variables(plan));
        variables.put("FLOWS", Integer.toString(flows));
        for (int round = 0; round < rounds; round++) {
            progress().begin("start " + (round + 1));
            round(result, BenchGraph.text(plan), variables);
        }
        target(result, "state of a flow", "bytes", wantedBytes);
        target(result, "start", "ms", wantedMs);
        result.notMeasured("the start of the JVM, of DPDK and of ports");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    private void round(final ResultBuilder result, final String graph, final Map<String, String> variables) {
        final long beginNs = System.nanoTime();
        try (IdleDevices devices = NamedDevices.open();
                WorkerRuntime runtime = new WorkerRuntime(
                        new WorkerPlace(0, 1, 1),
                        devices,
                        GraphDefinition.parse("nat.click", graph, variables),
                        AccessControl.UNPROTECTED,
                        new FlatStateStore(),
                        (port, batch) -> batch.free())) {
            final double ms = (System.nanoTime() - beginNs) * MS_PER_NS;
            final long bytes = runtime.state().regions().stream()
                    .filter(region -> region.name().startsWith("nat."))
                    .mapToLong(StateRegion::lengthBytes)
                    .sum();
            result.value("start", "ms", Better.LOWER, ms);
            result.value("state of a flow", "bytes", Better.LOWER, (double) bytes / flows);
        }
    }

    private static void target(final ResultBuilder result, final String name, final String unit, final Double wanted) {
        if (wanted != null) {
            result.target(new Target(name, wanted, Better.LOWER, result.median(name), unit));
        }
    }
}
