package io.holdfast.perf.bench;

import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.Trial;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Statistics;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.LinkKind;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.NodeRig;
import io.holdfast.perf.rig.RigSettings;
import io.holdfast.perf.rig.SteppedEcho;
import io.holdfast.perf.rig.TransportEcho;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench latency}: how long a packet is in the box, at a constant rate. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Latency at a constant rate, from the time at which a packet was to be sent (no coordinated omission) to its"
                    + " arrival, in alternating rounds of the modes.",
            "With a protected mode, the round trip of the transport between two processes is measured beside it.",
            "Stepped: one packet at a time, from its sending, in nodes that take turns on this thread; the transport's round"
                    + " trip likewise."
        })
final class LatencyCommand extends Measuring {
    private static final long LONGEST_NS = 60 * NS_PER_SECOND;
    private static final double US = 1e-3;
    private static final int ECHOES = 50_000;

    private static final double WARM_UP_RATE = 1e6;
    /** A round of stepped nodes is short, and so are its echoes. */
    private static final int ECHO_PARTS = 10;

    private static final String ECHO = "transport round trip, median";
    /** A generator that is late by more of the median latency than this measures itself. */
    private static final double MAX_LAG_SHARE = 0.25;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--modes",
            defaultValue = "unprotected,all",
            split = ",",
            description = "unprotected, all, changes; the first is what the others are compared with"
                    + " (default: ${DEFAULT-VALUE})")
    private List<String> modeWords;

    @Option(names = "--rate", defaultValue = "20000", description = "packets per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--rounds", defaultValue = "5", description = "of each mode (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "of each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "4", description = "seconds of each mode (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(
            names = "--stepped",
            description =
                    "nodes and generator take turns on one thread, one packet at a time, at the rate at most: for machines"
                            + " with fewer cores than three")
    private boolean isStepped;

    @Option(
            names = "--want-added-us",
            paramLabel = "US",
            description = "added median latency, in microseconds, that should not be exceeded")
    private Double wantedUs;

    @Option(
            names = "--want-echoes",
            paramLabel = "FACTOR",
            description = "added median latency, in round trips of the transport, that should not be exceeded")
    private Double wantedEchoes;

    private final Histogram echoed = new Histogram(LONGEST_NS, 3);
    private final Map<LogMode, Histogram> all = new EnumMap<>(LogMode.class);

    @Override
    int measure() throws IOException {
        require("--rate", rate, 1, 50_000_000);
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.05, 3600);
        final List<LogMode> modes = modeWords.stream().map(LogMode::of).toList();
        final RigSettings settings = traffic.rig();
        final ResultBuilder result = new ResultBuilder("latency");
        result.settings(settings.describe());
        result.setting("modes", modeWords);
        result.setting("packetsPerSecond", rate);
        progress().steps(modes.size() * (rounds + 1) + 1);
        modes.forEach(mode -> all.put(mode, new Histogram(LONGEST_NS, 3)));
        if (isStepped) {
            runStepped(result, settings, modes);
        } else if (settings.link() == LinkKind.MEMORY) {
            runSideBySide(result, settings, modes);
        } else {
            runOneByOne(result, settings, modes);
        }
        all.forEach((mode, histogram) -> result.histogram(mode.word(), histogram));
        compare(result, modes);
        result.notMeasured(
                "hardware time stamps: times are those of the generator's process, its own polling included");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    private void runStepped(final ResultBuilder result, final RigSettings settings, final List<LogMode> modes) {
        progress().begin("starting");
        try (SteppedModes boxes = new SteppedModes(settings, modes, true);
                SteppedEcho echo = new SteppedEcho()) {
            result.topology(boxes.topology());
            boxes.ping(rate, seconds(warmUpSeconds), mode -> stampNs -> {});
            echo.measure(ECHOES, WARM_UP_RATE, new Histogram(LONGEST_NS, 3));
            for (int round = 0; round < rounds; round++) {
                progress().begin("round " + (round + 1));
                stepped(result, boxes, echo, round);
            }
        }
        result.notMeasured(
                "waiting and being woken: nodes and generator take turns on one thread, so that a node's turn"
                        + " counts in the other's latency, and no packet waits for a core");
    }

    private void stepped(
            final ResultBuilder result, final SteppedModes boxes, final SteppedEcho echo, final int round) {
        final Map<LogMode, Histogram> histograms = new EnumMap<>(LogMode.class);
        all.keySet().forEach(mode -> histograms.put(mode, new Histogram(LONGEST_NS, 3)));
        final Map<LogMode, Trial> trials = boxes.ping(rate, seconds(seconds), mode -> {
            final Histogram histogram = histograms.get(mode);
            return stampNs -> histogram.recordValue(Math.clamp(System.nanoTime() - stampNs, 0, LONGEST_NS));
        });
        trials.forEach((mode, trial) -> {
            result.check(trial);
            Refusal.unlessClean(mode.word() + ", round " + (round + 1), trial);
            note(result, mode, histograms.get(mode));
        });
        final Histogram echoes = new Histogram(LONGEST_NS, 3);
        echo.measure((int) Math.clamp(rate * seconds, 1, ECHOES / ECHO_PARTS), rate, echoes);
        echoed.add(echoes);
        result.value(ECHO, "us", Better.LOWER, echoes.getValueAtPercentile(50) * US);
    }

    private void runSideBySide(final ResultBuilder result, final RigSettings settings, final List<LogMode> modes) {
        final Map<LogMode, NodeRig> rigs = new EnumMap<>(LogMode.class);
        try {
            for (final LogMode mode : modes) {
                rigs.put(mode, start(result, settings, mode));
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

    private void runOneByOne(final ResultBuilder result, final RigSettings settings, final List<LogMode> modes) {
        for (int round = 0; round < rounds; round++) {
            for (final LogMode mode : modes) {
                try (NodeRig rig = start(result, settings, mode)) {
                    round(result, rig, mode, round);
                }
            }
        }
    }

    private NodeRig start(final ResultBuilder result, final RigSettings settings, final LogMode mode) {
        progress().begin(mode.word() + ": starting");
        final NodeRig rig = new NodeRig(settings, mode);
        try {
            result.topology(rig.topology());
            rig.open();
            rig.pace(rate, seconds(warmUpSeconds), stampNs -> {});
            return rig;
        } catch (final RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    private void round(final ResultBuilder result, final NodeRig rig, final LogMode mode, final int round) {
        progress().begin(mode.word() + ": round " + (round + 1));
        rig.awaitMaster(mode.isProtected());
        final Histogram histogram = new Histogram(LONGEST_NS, 3);
        final Trial trial = rig.pace(
                rate,
                seconds(seconds),
                stampNs -> histogram.recordValue(Math.clamp(System.nanoTime() - stampNs, 0, LONGEST_NS)));
        final String what = mode.word() + ", round " + (round + 1);
        result.check(trial);
        Refusal.unlessClean(what, trial);
        rig.awaitMaster(mode.isProtected());
        final double medianNs = histogram.getValueAtPercentile(50);
        if (trial.lagMedianNs() > MAX_LAG_SHARE * medianNs) {
            throw new Refusal(
                    what,
                    "the generator was the limit, not the box: it sent " + trial.lagMedianNs()
                            + " ns late (median), with a median latency of " + (long) medianNs + " ns");
        }
        note(result, mode, histogram);
        result.value("generator late, " + mode.word() + ", median", "us", Better.LOWER, trial.lagMedianNs() * US);
    }

    private void note(final ResultBuilder result, final LogMode mode, final Histogram histogram) {
        all.get(mode).add(histogram);
        result.value(mode.word() + ", median", "us", Better.LOWER, histogram.getValueAtPercentile(50) * US);
        result.value(mode.word() + ", p99", "us", Better.LOWER, histogram.getValueAtPercentile(99) * US);
    }

    private void compare(final ResultBuilder result, final List<LogMode> modes) {
        if (modes.stream().noneMatch(LogMode::isProtected)) {
            return;
        }
        if (!isStepped) {
            progress().begin("round trip of the transport");
            echoed.add(TransportEcho.measure(ECHOES));
            result.value(ECHO, "us", Better.LOWER, echoed.getValueAtPercentile(50) * US);
        }
        result.histogram("transport round trip", echoed);
        final double[] base = result.values(modes.getFirst().word() + ", median");
        for (final LogMode mode : modes.subList(1, modes.size())) {
            final double[] values = result.values(mode.word() + ", median");
            final String name = mode.word() + ", added median";
            for (int i = 0; i < values.length; i++) {
                result.value(name, "us", Better.LOWER, values[i] - base[i]);
            }
            if (wantedUs != null) {
                result.target(new Target(name, wantedUs, Better.LOWER, result.median(name), "us"));
            }
            if (wantedEchoes != null) {
                result.target(new Target(
                        name + " / transport round trip",
                        wantedEchoes,
                        Better.LOWER,
                        Statistics.ratio(result.values(name), result.values(ECHO)),
                        "ratio"));
            }
        }
    }
}
