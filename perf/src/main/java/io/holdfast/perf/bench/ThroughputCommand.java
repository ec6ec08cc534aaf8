package io.holdfast.perf.bench;

import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.Trial;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.Curve;
import io.holdfast.perf.report.Interval;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.Measurement;
import io.holdfast.perf.rig.NodeRig;
import io.holdfast.perf.rig.Rig;
import io.holdfast.perf.rig.RigSettings;
import io.holdfast.perf.rig.SteppedRig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench throughput}: the most that goes through without a loss. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        description = {
            "The most that goes through the box without a loss, for each frame size and number of flows.",
            "A stepped box (the default) is measured in packets per second of its processor time; nodes in packets per"
                    + " second, with --search by bisection of the offered load (RFC 2544, 26.1)."
        })
final class ThroughputCommand extends Measuring {
    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--box",
            defaultValue = "STEPPED",
            description = "what is measured: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private BoxKind box;

    @Option(
            names = "--log",
            defaultValue = "all",
            description = "with --box PAIR: what leaves a record, all or changes (default: ${DEFAULT-VALUE})")
    private String logWord;

    @Option(names = "--rounds", defaultValue = "5", description = "of each figure (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1", description = "of each trial (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "3", description = "seconds before (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--search", description = "bisect the offered load, instead of saturating with a bounded window")
    private boolean search;

    @Option(
            names = "--want",
            paramLabel = "PACKETS",
            description = "packets per CPU-second (per second with --search) that should be reached")
    private Double wanted;

    @Option(
            names = "--want-bytes",
            paramLabel = "BYTES",
            description = "allocated for a packet by a stepped box, at most")
    private Double wantedBytes;

    private final Map<String, List<Double>> bySize = new LinkedHashMap<>();

    @Override
    int measure() throws IOException {
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.05, 600);
        require("--warm-up", warmUpSeconds, 0, 600);
        if (search && box == BoxKind.STEPPED) {
            throw new IllegalArgumentException("--search needs --box NODE or PAIR: a stepped box has no rate");
        }
        final LogMode mode = box == BoxKind.PAIR ? LogMode.of(logWord) : LogMode.UNPROTECTED;
        final ResultBuilder result = new ResultBuilder("throughput");
        result.settings(traffic.rig().describe());
        result.setting("box", box + (box == BoxKind.PAIR ? " " + mode.word() : ""));
        result.setting("seconds", seconds);
        progress().steps(traffic.flows().size() * traffic.frames().size() * (rounds + 1));
        for (final int flows : traffic.flows()) {
            for (final FrameMix mix : traffic.frames()) {
                measure(result, traffic.rig(flows, mix), mode);
            }
        }
        curves(result);
        result.notMeasured("devices other than the links of the topology; TCP");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    private void measure(final ResultBuilder result, final RigSettings settings, final LogMode mode) {
        final String what = settings.plan().frames().name() + "-byte frames, "
                + String.format("%,d", settings.plan().flows()) + " flows";
        progress().begin(what + ": opening");
        try (Rig rig = box == BoxKind.STEPPED ? new SteppedRig(settings) : new NodeRig(settings, mode)) {
            result.topology(rig.topology());
            rig.open();
            if (warmUpSeconds > 0) {
                rig.saturate(seconds(warmUpSeconds));
            }
            final String name = search ? searched(result, rig, what) : saturated(result, rig, what);
            final Interval median = result.median(name);
            bySize.computeIfAbsent(String.format("%,d flows", settings.plan().flows()), key -> new ArrayList<>())
                    .add(median.value());
            if (wanted != null) {
                result.target(new Target(what, wanted, Better.HIGHER, median, search ? "packets/s" : "packets/CPU-s"));
            }
        }
    }

    private String saturated(final ResultBuilder result, final Rig rig, final String what) {
        for (int round = 0; round < rounds; round++) {
            progress().begin(what + ": round " + (round + 1));
            final Measurement measured = rig.saturate(seconds(seconds));
            result.check(measured.trial());
            Refusal.unlessClean(what, measured.trial());
            Refusal.unlessBoxWasTheLimit(what, measured.trial());
            result.value(what + ", saturated", "packets/CPU-s", Better.HIGHER, measured.perCpuSecond());
            if (measured.isStepped()) {
                result.value(
                        what + ", allocated on the packet path",
                        "bytes/packet",
                        Better.LOWER,
                        measured.bytesPerPacket());
            } else {
                result.value(
                        what + ", saturated, elapsed",
                        "packets/s",
                        Better.HIGHER,
                        measured.trial().perSecond());
            }
        }
        if (wantedBytes != null && rig instanceof SteppedRig) {
            final String name = what + ", allocated on the packet path";
            result.target(new Target(
                    name, wantedBytes, Better.LOWER, result.median(name), "bytes/packet"));
        }
        return what + ", saturated";
    }

    private String searched(final ResultBuilder result, final Rig rig, final String what) {
        final double highest = 1.5 * rig.saturate(seconds(seconds)).trial().perSecond();
        final String name = what + ", without loss";
        for (int round = 0; round < rounds; round++) {
            progress().begin(what + ": search " + (round + 1));
            final Bisection search2544 = new Bisection(highest);
            final double found = search2544.run(perSecond -> {
                final Trial trial = rig.pace(perSecond, seconds(seconds), stampNs -> {});
                result.check(trial);
                Refusal.unlessRight(what, trial);
                return trial;
            });
            if (found == 0) {
                throw new Refusal(what, search2544.reason());
            }
            result.value(name, "packets/s", Better.HIGHER, found);
        }
        return name;
    }

    private void curves(final ResultBuilder result) {
        final List<Double> sizes = new ArrayList<>();
        traffic.frames().forEach(mix -> sizes.add(mix.meanWireBytes() - 20));
        bySize.forEach((flows, medians) -> result.curve(new Curve(
                "Throughput by frame size",
                flows,
                "frame size, bytes",
                "million packets/s",
                sizes,
                millions(medians))));
    }

    private static List<Double> millions(final List<Double> values) {
        return values.stream().map(value -> value / 1e6).toList();
    }
}
