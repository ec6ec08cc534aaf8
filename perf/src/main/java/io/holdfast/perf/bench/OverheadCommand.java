package io.holdfast.perf.bench;

import io.holdfast.perf.Refusal;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.Interval;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.LinkKind;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.Measurement;
import io.holdfast.perf.rig.NodeRig;
import io.holdfast.perf.rig.RigSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench overhead}: what protection costs. */
@Command(
        name = "overhead",
        mixinStandardHelpOptions = true,
        description = {
            "What protection costs: the same graph unprotected and protected, in alternating rounds of one run.",
            "The first of --modes is what the others are compared with, round by round."
        })
final class OverheadCommand extends Measuring {
    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--modes",
            defaultValue = "unprotected,all",
            split = ",",
            description = "unprotected, all, changes (default: ${DEFAULT-VALUE})")
    private List<String> modeWords;

    @Option(names = "--rounds", defaultValue = "7", description = "of each mode (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1", description = "of each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "4", description = "seconds of each mode (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(
            names = "--stepped",
            description =
                    "nodes and generator take turns on one thread, in short slices: for machines with few cores, or"
                            + " with other work")
    private boolean isStepped;

    @Option(names = "--no-key", description = "with --stepped: the nodes' messages are not authenticated")
    private boolean hasNoKey;

    @Option(
            names = "--want",
            paramLabel = "MODE=RATIO",
            split = ",",
            description = "ratio of a mode's packets per CPU-second to the first mode's that should be reached")
    private Map<String, Double> wanted = Map.of();

    @Option(
            names = "--want-elapsed",
            paramLabel = "MODE=RATIO",
            split = ",",
            description = "the same of packets per second")
    private Map<String, Double> wantedElapsed = Map.of();

    @Override
    int measure() throws IOException {
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.05, 600);
        require("--warm-up", warmUpSeconds, 0, 600);
        final List<LogMode> modes = modeWords.stream().map(LogMode::of).toList();
        if (modes.size() < 2) {
            throw new IllegalArgumentException("--modes must name at least two: " + modeWords);
        }
        wanted.keySet().forEach(LogMode::of);
        if (isStepped && !wantedElapsed.isEmpty()) {
            throw new IllegalArgumentException("--want-elapsed needs nodes that run by themselves, without --stepped");
        }
        final RigSettings settings = traffic.rig();
        final ResultBuilder result = new ResultBuilder("overhead");
        result.settings(settings.describe());
        result.setting("modes", modeWords);
        result.setting("seconds", seconds);
        progress().steps(modes.size() * (rounds + 1));
        if (isStepped) {
            runStepped(result, settings, modes);
        } else if (settings.link() == LinkKind.MEMORY) {
            runSideBySide(result, settings, modes);
        } else {
            runOneByOne(result, settings, modes);
        }
        compare(result, modes);
        result.notMeasured("a real sync link: the log goes over loopback, or a veth pair");
        result.notMeasured("a protected figure is the slower of master and replica, in packets per second of its own"
                + " processor time: the rate of a pair whose nodes have a core each. Elapsed rates are those of a machine"
                + " that generator, master and replica share, and say little with fewer cores than three");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    /** All boxes run all the time, and take turns: what the machine does to one round it does to its neighbours. */
    private void runSideBySide(final ResultBuilder result, final RigSettings settings, final List<LogMode> modes) {
        final Map<LogMode, NodeRig> rigs = new EnumMap<>(LogMode.class);
        try {
            for (final LogMode mode : modes) {
                progress().begin(mode.word() + ": starting");
                final NodeRig rig = new NodeRig(settings, mode);
                rigs.put(mode, rig);
                result.topology(rig.topology());
                rig.open();
                rig.saturate(seconds(warmUpSeconds));
            }
            for (int round = 0; round < rounds; round++) {
                for (final LogMode mode : modes) {
                    round(result, rigs.get(mode), mode, round);
                }
            }
        } finally {
            rigs.values().forEach(NodeRig::close);
        }
    }

    private void runStepped(final ResultBuilder result, final RigSettings settings, final List<LogMode> modes) {
        progress().begin("starting");
        try (SteppedModes boxes = new SteppedModes(settings, modes, !hasNoKey)) {
            result.topology(boxes.topology());
            boxes.saturate(seconds(warmUpSeconds));
            for (int round = 0; round < rounds; round++) {
                progress().begin("round " + (round + 1));
                final int number = round;
                boxes.saturate(seconds(seconds)).forEach((mode, measured) -> note(result, mode, number, measured));
            }
        }
    }

    /** A box at a time, built for its round: the links can be had only once. */
    private void runOneByOne(final ResultBuilder result, final RigSettings settings, final List<LogMode> modes) {
        for (int round = 0; round < rounds; round++) {
            for (final LogMode mode : modes) {
                try (NodeRig rig = new NodeRig(settings, mode)) {
                    result.topology(rig.topology());
                    rig.open();
                    rig.saturate(seconds(warmUpSeconds));
                    round(result, rig, mode, round);
                }
            }
        }
    }

    private void round(final ResultBuilder result, final NodeRig rig, final LogMode mode, final int round) {
        progress().begin(mode.word() + ": round " + (round + 1));
        rig.awaitMaster(mode.isProtected());
        final Measurement measured = rig.saturate(seconds(seconds));
        rig.awaitMaster(mode.isProtected());
        note(result, mode, round, measured);
    }

    private void note(final ResultBuilder result, final LogMode mode, final int round, final Measurement measured) {
        final String what = mode.word() + ", round " + (round + 1);
        result.check(measured.trial());
        Refusal.unlessClean(what, measured.trial());
        Refusal.unlessBoxWasTheLimit(what, measured.trial());
        if (!measured.isStepped()) {
            result.value(
                    mode.word() + ", elapsed",
                    "packets/s",
                    Better.HIGHER,
                    measured.trial().perSecond());
        }
        if (mode.isProtected()) {
            result.value(mode.word() + ", master", "packets/CPU-s", Better.HIGHER, measured.perCpuSecond());
            result.value(mode.word() + ", replica", "packets/CPU-s", Better.HIGHER, measured.perReplicaCpuSecond());
        }
        // With a core for each the slower of the two sets the pace.
        final double sustained = mode.isProtected()
                ? Math.min(measured.perCpuSecond(), measured.perReplicaCpuSecond())
                : measured.perCpuSecond();
        result.value(mode.word(), "packets/CPU-s", Better.HIGHER, sustained);
    }

    private void compare(final ResultBuilder result, final List<LogMode> modes) {
        final String base = modes.getFirst().word();
        for (final LogMode mode : new ArrayList<>(modes.subList(1, modes.size()))) {
            final String name = mode.word() + " / " + base;
            final Interval ratio = result.pairedRatio(name, mode.word(), base);
            final Interval elapsed = isStepped
                    ? null
                    : result.pairedRatio(name + ", elapsed", mode.word() + ", elapsed", base + ", elapsed");
            if (mode.isProtected()) {
                result.pairedRatio(name + ", master alone", mode.word() + ", master", base);
                result.pairedRatio(
                        mode.word() + ", replica / master", mode.word() + ", replica", mode.word() + ", master");
            }
            if (wanted.containsKey(mode.word())) {
                result.target(new Target(name, wanted.get(mode.word()), Better.HIGHER, ratio, "ratio"));
            }
            if (elapsed != null && wantedElapsed.containsKey(mode.word())) {
                result.target(new Target(
                        name + ", elapsed", wantedElapsed.get(mode.word()), Better.HIGHER, elapsed, "ratio"));
            }
        }
    }
}
