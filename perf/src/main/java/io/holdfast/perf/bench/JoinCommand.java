package io.holdfast.perf.bench;

import io.holdfast.nat.lab.LabException;
import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.Trial;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.NodeRig;
import io.holdfast.perf.rig.RigSettings;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench join}: what it costs a master that a replica joins. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = "Lets a replica join a solo master under traffic at a constant rate, again and again: how long it"
                + " takes, how long the master stands still, what packets notice of it. None may be lost.")
final class JoinCommand extends Measuring {
    private static final String REPLICA = "b";
    private static final long LONGEST_NS = 60 * NS_PER_SECOND;
    private static final double US = 1e-3;
    private static final double MB = 1e-6;
    private static final long JOIN_LIMIT_SECONDS = 40;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private OutputOptions output;

    @Option(names = "--log", defaultValue = "all", description = "all or changes (default: ${DEFAULT-VALUE})")
    private String logWord;

    @Option(names = "--rate", defaultValue = "20000", description = "packets per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--rounds", defaultValue = "5", description = "joins (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Override
    int measure() throws IOException {
        require("--rate", rate, 1, 10_000_000);
        require("--rounds", rounds, 1, 1000);
        final RigSettings settings = traffic.rig();
        final ResultBuilder result = new ResultBuilder("join");
        result.settings(settings.describe());
        result.setting("packetsPerSecond", rate);
        progress().steps(rounds + 1);
        progress().begin("starting a master, opening flows");
        final Histogram solo = new Histogram(LONGEST_NS, 3);
        final Histogram joining = new Histogram(LONGEST_NS, 3);
        try (NodeRig rig = NodeRig.startingSolo(settings, LogMode.of(logWord))) {
            result.topology(rig.topology());
            rig.openSolo();
            rig.pace(rate, seconds(2), stampNs -> {});
            for (int round = 0; round < rounds; round++) {
                progress().begin("join " + (round + 1));
                pace(result, rig, "solo", 1, solo);
                round(result, rig, joining);
                rig.kill(REPLICA);
                rig.awaitMaster(false);
            }
        }
        result.histogram("solo", solo);
        result.histogram("while a replica joins", joining);
        result.notMeasured("a sync link slower than loopback, which the transfer depends on");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    private void pace(
            final ResultBuilder result,
            final NodeRig rig,
            final String what,
            final double lengthSeconds,
            final Histogram histogram) {
        final Trial trial = rig.pace(
                rate,
                seconds(lengthSeconds),
                stampNs -> histogram.recordValue(Math.clamp(System.nanoTime() - stampNs, 0, LONGEST_NS)));
        result.check(trial);
        Refusal.unlessClean(what, trial);
    }

    private void round(final ResultBuilder result, final NodeRig rig, final Histogram joining) {
        final AtomicBoolean isDone = new AtomicBoolean();
        final AtomicReference<RuntimeException> failure = new AtomicReference<>();
        final AtomicReference<NodeStatus> master = new AtomicReference<>();
        rig.startNode(REPLICA);
        final Thread observer = Thread.ofPlatform().name("observer").start(() -> {
            try {
                master.set(rig.awaitMaster(true));
            } catch (final RuntimeException e) {
                failure.set(e);
            } finally {
                isDone.set(true);
            }
        });
        final Histogram histogram = new Histogram(LONGEST_NS, 3);
        final long deadlineNs = System.nanoTime() + JOIN_LIMIT_SECONDS * NS_PER_SECOND;
        while (!isDone.get() && System.nanoTime() < deadlineNs) {
            pace(result, rig, "join", 0.1, histogram);
        }
        await(observer);
        if (failure.get() != null) {
            throw failure.get();
        }
        joining.add(histogram);
        final NodeStatus status = master.get();
        result.value("join", "ms", Better.LOWER, status.counter("joins.lastMs"));
        result.value("snapshot", "MB", Better.LOWER, status.counter("snapshot.sentBytes") * MB);
        result.value("longest pause of the master", "us", Better.LOWER, status.counter("snapshot.pauseUs.max"));
        result.value(
                "longest pause of the master, processor time",
                "us",
                Better.LOWER,
                status.counter("snapshot.pauseCpuUs.max"));
        result.value("mark", "us", Better.LOWER, status.counter("snapshot.markUs"));
        result.value("longest latency while joining", "us", Better.LOWER, histogram.getMaxValue() * US);
        result.value("p99 latency while joining", "us", Better.LOWER, histogram.getValueAtPercentile(99) * US);
    }

    private static void await(final Thread observer) {
        try {
            observer.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
