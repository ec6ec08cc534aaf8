package io.holdfast.perf.bench;

import io.holdfast.nat.lab.LabException;
import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.Trial;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.perf.rig.NodeRig;
import io.holdfast.perf.rig.RigSettings;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench failover}: what a kill of the master costs. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        description = {
            "Kills the master under traffic at a constant rate, again and again: time to the first packet through the new"
                    + " master, packets lost, latency around the kill.",
            "After each kill every open flow must still have its mapping, or there is no figure."
        })
final class FailoverCommand extends Measuring {
    private static final double NS_PER_MS = 1e6;
    private static final int PLOTTED = 3;
    /** Each one's times are kept. */
    private static final int MAX_PACKETS = 2_000_000;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private OutputOptions output;

    @Option(names = "--log", defaultValue = "all", description = "all or changes (default: ${DEFAULT-VALUE})")
    private String logWord;

    @Option(names = "--rate", defaultValue = "50000", description = "packets per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--rounds", defaultValue = "5", description = "kills (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            description = "of traffic before and after each kill (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--want", paramLabel = "MS", description = "from the kill to the first packet, at most")
    private Double wantedMs;

    @Option(names = "--want-rebuild", paramLabel = "MS", description = "from noticing to being ready, at most")
    private Double wantedRebuildMs;

    @Override
    int measure() throws IOException {
        require("--rate", rate, 1, 10_000_000);
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.3, 20);
        require("packets around a kill (--rate times twice --seconds)", packetsOfARound(), 1, MAX_PACKETS);
        final LogMode mode = LogMode.of(logWord);
        if (!mode.isProtected()) {
            throw new IllegalArgumentException("--log must be all or changes: " + logWord);
        }
        final RigSettings settings = traffic.rig();
        final ResultBuilder result = new ResultBuilder("failover");
        result.settings(settings.describe());
        result.setting("log", mode.word());
        result.setting("packetsPerSecond", rate);
        progress().steps(rounds + 1);
        progress().begin("starting the pair, opening flows");
        try (NodeRig rig = new NodeRig(settings, mode)) {
            result.topology(rig.topology());
            rig.open();
            rig.pace(rate, seconds(2), stampNs -> {});
            for (int round = 0; round < rounds; round++) {
                progress().begin("kill " + (round + 1));
                round(result, rig, round);
            }
        }
        target(result);
        result.notMeasured("a cut of power or of a link; a switch that must learn the new port (see --via namespaces)");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    private void round(final ResultBuilder result, final NodeRig rig, final int round) {
        final String what = "kill " + (round + 1);
        final String victim = rig.awaitMaster(true).node();
        // Twice what is to be sent: packets of the time before may still be on their way.
        final FailoverTrace trace = new FailoverTrace(System::nanoTime, 2 * (int) Math.ceil(packetsOfARound()));
        final Thread killer = Thread.ofPlatform().name("killer").start(() -> {
            LockSupport.parkNanos(seconds(seconds));
            trace.killedAt(rig.kill(victim));
        });
        final Trial trial = rig.pace(rate, seconds(2 * seconds), trace);
        join(killer);
        result.check(trial);
        Refusal.unlessRight(what, trial);
        if (Double.isNaN(trace.firstPacketMs())) {
            throw new Refusal(what, "no packet came through after the kill\n" + rig.logTails());
        }
        result.value("kill to first packet", "ms", Better.LOWER, trace.firstPacketMs());
        result.value("longest silence", "ms", Better.LOWER, trace.silenceMs());
        result.value("packets lost", "packets", Better.LOWER, trial.lost());
        describeTakeover(result, rig.status(NodeRig.other(victim)), trace.killedNs());
        if (round < PLOTTED) {
            trace.curves(what).forEach(result::curve);
        }
        checkEveryFlow(rig, what);
        rig.startNode(victim);
        rig.awaitMaster(true);
    }

    private double packetsOfARound() {
        return rate * seconds * 2;
    }

    private static void join(final Thread killer) {
        try {
            killer.join(TimeUnit.SECONDS.toMillis(30));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private static void describeTakeover(final ResultBuilder result, final NodeStatus survivor, final long killedNs) {
        if (survivor == null || survivor.takeover() == null) {
            return;
        }
        final NodeStatus.Takeover takeover = survivor.takeover();
        result.value("kill to noticing", "ms", Better.LOWER, (takeover.detectedNs() - killedNs) / NS_PER_MS);
        result.value(
                "noticing to being ready",
                "ms",
                Better.LOWER,
                (takeover.readyNs() - takeover.detectedNs()) / NS_PER_MS);
    }

    /** A packet of each open flow: a flow whose mapping was forgotten shows as misrouted, or does not come through. */
    private void checkEveryFlow(final NodeRig rig, final String what) {
        final long lengthNs = (long) (rig.generator().flows() * 1.1 * NS_PER_SECOND / rate);
        final Trial trial = rig.pace(rate, Math.max(lengthNs, seconds(0.2)), stampNs -> {});
        Refusal.unlessClean("flows after " + what, trial);
    }

    private void target(final ResultBuilder result) {
        if (wantedMs != null) {
            result.target(new Target(
                    "kill to first packet, median",
                    wantedMs,
                    Better.LOWER,
                    result.median("kill to first packet"),
                    "ms"));
        }
        if (wantedRebuildMs != null) {
            result.target(new Target(
                    "noticing to being ready, median",
                    wantedRebuildMs,
                    Better.LOWER,
                    result.median("noticing to being ready"),
                    "ms"));
        }
    }
}
