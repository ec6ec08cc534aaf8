package io.holdfast.perf.bench;

import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Statistics;
import io.holdfast.perf.rig.LinkKind;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.Measurement;
import io.holdfast.perf.rig.RigSettings;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench cost}: what a packet's protection costs, as a table. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = {
            "What protection adds to a packet: processor time of master and replica, records and bytes of the log, for"
                    + " established flows and for packets that each open a flow.",
            "Whole nodes take turns on one thread (see overhead --stepped). Prints a table in Markdown."
        })
final class CostCommand extends Measuring {
    private static final int ALL_NEW_PER_MILLE = 1000;
    private static final int RING_BYTES = 4 << 20;
    private static final int WINDOW_PACKETS = 1024;
    private static final double NS_PER_S = 1e9;

    @Mixin
    private OutputOptions output;

    @Option(names = "--flows", defaultValue = "1000", description = "established flows (default: ${DEFAULT-VALUE})")
    private int flows;

    @Option(names = "--frames", defaultValue = "64", description = "frame size (default: ${DEFAULT-VALUE})")
    private String frames;

    @Option(names = "--rounds", defaultValue = "7", description = "of each traffic (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "0.2", description = "of each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "1", description = "seconds of each mode (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--no-key", description = "the nodes' messages are not authenticated")
    private boolean hasNoKey;

    private final StringBuilder table = new StringBuilder();

    @Override
    int measure() throws IOException {
        require("--flows", flows, 1, 10_000_000);
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.02, 60);
        require("--warm-up", warmUpSeconds, 0, 600);
        final ResultBuilder result = new ResultBuilder("cost");
        result.setting("flows", flows);
        result.setting("frames", frames);
        result.setting("seconds", seconds);
        result.setting("key", !hasNoKey);
        progress().steps(2 * (rounds + 1));
        table.append("| packets | log | master, ns/packet | of these added | replica, ns/packet | records/packet |"
                + " bytes/packet |%n| --- | --- | --- | --- | --- | --- | --- |%n".formatted());
        measure(result, String.format("of %,d established flows", flows), 0);
        measure(result, "that open a flow each", ALL_NEW_PER_MILLE);
        result.notMeasured(
                "a real sync link: the log goes over UDP on loopback; caches shared by nodes that run at once");
        final PrintWriter out = spec().commandLine().getOut();
        output.show(result, out);
        out.print(table);
        out.flush();
        return 0;
    }

    private void measure(final ResultBuilder result, final String traffic, final int newFlowPerMille) {
        progress().begin("packets " + traffic);
        final TrafficPlan plan =
                new TrafficPlan(flows, FrameMix.parse(frames).getFirst(), newFlowPerMille, Direction.OUT);
        final RigSettings settings =
                new RigSettings(LinkKind.MEMORY, Map.of(), plan, "spin", WINDOW_PACKETS, RING_BYTES, Map.of());
        final List<LogMode> modes = List.of(LogMode.values());
        try (SteppedModes boxes = new SteppedModes(settings, modes, !hasNoKey)) {
            result.topology(boxes.topology());
            boxes.saturate(seconds(warmUpSeconds));
            for (int round = 0; round < rounds; round++) {
                progress().begin("packets " + traffic + ": round " + (round + 1));
                round(result, traffic, boxes);
            }
        }
        modes.forEach(mode -> row(result, traffic, mode));
    }

    private void round(final ResultBuilder result, final String traffic, final SteppedModes boxes) {
        final Map<LogMode, NodeStatus> before = boxes.statuses();
        final Map<LogMode, Measurement> measured = boxes.saturate(seconds(seconds));
        final Map<LogMode, NodeStatus> after = boxes.statuses();
        measured.forEach((mode, of) -> {
            Refusal.unlessClean(mode.word(), of.trial());
            result.check(of.trial());
            final double packets = of.trial().counts().good();
            put(result, traffic, mode, "master", "ns/packet", NS_PER_S / of.perCpuSecond());
            if (mode.isProtected()) {
                put(result, traffic, mode, "replica", "ns/packet", NS_PER_S / of.perReplicaCpuSecond());
                put(result, traffic, mode, "records", "1/packet", grown(before, after, mode, "log.records") / packets);
                put(
                        result,
                        traffic,
                        mode,
                        "log",
                        "bytes/packet",
                        grown(before, after, mode, "log.recordBytes") / packets);
            }
        });
    }

    private static double grown(
            final Map<LogMode, NodeStatus> before,
            final Map<LogMode, NodeStatus> after,
            final LogMode mode,
            final String counter) {
        return after.get(mode).counter(counter) - before.get(mode).counter(counter);
    }

    private static void put(
            final ResultBuilder result,
            final String traffic,
            final LogMode mode,
            final String what,
            final String unit,
            final double value) {
        result.value(name(traffic, mode, what), unit, Better.LOWER, value);
    }

    private static String name(final String traffic, final LogMode mode, final String what) {
        return "packets " + traffic + ", " + mode.word() + ": " + what;
    }

    private void row(final ResultBuilder result, final String traffic, final LogMode mode) {
        final double master = median(result, traffic, mode, "master");
        if (!mode.isProtected()) {
            table.append(String.format(Locale.ROOT, "| %s | none | %.0f | | | | |%n", traffic, master));
            return;
        }
        table.append(String.format(
                Locale.ROOT,
                "| %s | `%s` | %.0f | %.0f | %.0f | %.3f | %.1f |%n",
                traffic,
                mode.word(),
                master,
                master - median(result, traffic, LogMode.UNPROTECTED, "master"),
                median(result, traffic, mode, "replica"),
                median(result, traffic, mode, "records"),
                median(result, traffic, mode, "log")));
    }

    private static double median(
            final ResultBuilder result, final String traffic, final LogMode mode, final String what) {
        return Statistics.median(result.values(name(traffic, mode, what)));
    }
}
