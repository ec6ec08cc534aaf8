package io.holdfast.perf.bench;

import io.holdfast.log.LogRecords;
import io.holdfast.perf.Refusal;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.Interval;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.ReplayRig;
import io.holdfast.perf.rig.RigSettings;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench replay}: how fast replay is beside production. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "How fast the log is replayed, beside how fast it was produced: spans of traffic at full rate, each replayed"
                    + " on a second graph and compared by digest.",
            "What a lazy replica has to catch up with is the time that a span of --span-ms takes to replay."
        })
final class ReplayCommand extends Measuring {
    private static final double MS_PER_NS = 1e-6;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private OutputOptions output;

    @Option(names = "--rounds", defaultValue = "9", description = "spans (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--span-ms",
            defaultValue = "100",
            description = "production at full rate in each span, in milliseconds of the master's processor time"
                    + " (default: ${DEFAULT-VALUE})")
    private double spanMs;

    @Option(
            names = "--log",
            defaultValue = "all",
            description = "what is logged: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); of changes, only those"
                    + " packets are replayed that changed something")
    private LogRecords records;

    @Option(names = "--warm-up", defaultValue = "10", description = "spans before (default: ${DEFAULT-VALUE})")
    private int warmUpSpans;

    @Option(names = "--want", paramLabel = "MS", description = "replay of a span should take at most so long")
    private Double wanted;

    @Override
    int measure() throws IOException {
        require("--rounds", rounds, 1, 10_000);
        require("--span-ms", spanMs, 1, 1000);
        final RigSettings settings = traffic.rig();
        final ResultBuilder result = new ResultBuilder("replay");
        result.settings(settings.describe());
        result.setting("spanMs", spanMs);
        result.setting("log", records);
        progress().steps(rounds + 2);
        try (ReplayRig rig = new ReplayRig(settings, records)) {
            result.topology(rig.topology());
            progress().begin("opening flows");
            rig.open();
            progress().begin("warming up");
            for (int i = 0; i < warmUpSpans; i++) {
                rig.run((long) (spanMs / MS_PER_NS));
            }
            for (int round = 0; round < rounds; round++) {
                progress().begin("span " + (round + 1));
                round(result, rig);
            }
        }
        result.pairedRatio("replay / production, packets per CPU-second", "replay", "production, recording");
        final Interval ms = result.median("replay of a span");
        if (wanted != null) {
            result.target(
                    new Target("replay of " + spanMs + " ms of log at full rate", wanted, Better.LOWER, ms, "ms"));
        }
        result.notMeasured("sending and receiving the log; the take-over around the replay (see failover)");
        output.show(result, spec().commandLine().getOut());
        return 0;
    }

    private void round(final ResultBuilder result, final ReplayRig rig) {
        final ReplayRig.Span span = rig.run((long) (spanMs / MS_PER_NS));
        result.check(span.production().trial());
        Refusal.unlessClean("replay", span.production().trial());
        final long sent = span.production().trial().sent();
        if (records == LogRecords.ALL && span.replayedPackets() < sent) {
            throw new Refusal("replay", span.replayedPackets() + " of " + sent + " packets replayed");
        }
        // Of changes, a packet that left no record is replayed, too: it takes no time.
        final double perSecond = sent * 1e9 / span.replayNs();
        result.value(
                "production, recording",
                "packets/CPU-s",
                Better.HIGHER,
                span.production().perCpuSecond());
        result.value("replay", "packets/CPU-s", Better.HIGHER, perSecond);
        // A span is measured in elapsed time with the generator's share; scale to the box's own time at full rate.
        final double scale = spanMs / (span.production().boxCpuNs() * MS_PER_NS);
        result.value("replay of a span", "ms", Better.LOWER, span.replayNs() * MS_PER_NS * scale);
        result.value("log of a packet", "bytes", Better.LOWER, (double) span.logBytes() / sent);
        result.value("packets in records", "of 1", Better.LOWER, (double) span.replayedPackets() / sent);
        result.value("allocated by replay", "bytes/packet", Better.LOWER, (double) span.replayBytes() / sent);
    }
}
