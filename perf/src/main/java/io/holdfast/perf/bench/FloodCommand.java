package io.holdfast.perf.bench;

import io.holdfast.perf.Refusal;
import io.holdfast.perf.flood.FloodKind;
import io.holdfast.perf.flood.FloodRig;
import io.holdfast.perf.flood.FloodSignal;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.Interval;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.Statistics;
import io.holdfast.perf.report.Target;
import io.holdfast.perf.rig.LogMode;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast bench flood}: what somebody without the key can do to a master. */
@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        description = {
            "Floods the master of a protected pair with wrong messages, in alternating rounds with and without the flood:"
                    + " what it loses of its throughput. Needs root, network namespaces and two processors.",
            "A stranger on the segment between the nodes, who has heard what they say but has no key, sends to all of the"
                    + " master's ports. The pair must stay as it is all the time."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:measured",
            "1:no figure, or more was lost than --limit, or the group went through another view",
            "2:wrong command line"
        })
final class FloodCommand extends Measuring {
    private static final long NS_PER_MS = 1_000_000;
    private static final double MIN_RATE_SHARE = 0.95;

    @Mixin
    private OutputOptions output;

    @Option(names = "--flows", defaultValue = "1000", description = "open flows (default: ${DEFAULT-VALUE})")
    private int flows;

    @Option(names = "--log", defaultValue = "changes", description = "all or changes (default: ${DEFAULT-VALUE})")
    private String logWord;

    @Option(
            names = "--kinds",
            defaultValue = "nowhere,garbage,replayed,forged,greeting,call,mixed",
            split = ",",
            description = "of floods, one after the other (default: ${DEFAULT-VALUE})")
    private List<String> kindWords;

    @Option(
            names = "--rate",
            defaultValue = "100000",
            description = "wrong messages per second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "PERCENT",
            description = "of its throughput that the master may lose (default: ${DEFAULT-VALUE})")
    private double limitPercent;

    @Option(names = "--rounds", defaultValue = "7", description = "of each kind (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "0.5", description = "of each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "12", description = "seconds (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--seed", defaultValue = "1", description = "of random bytes (default: ${DEFAULT-VALUE})")
    private long seed;

    private ResultBuilder result;
    private FloodRig rig;
    private FloodSignal signal;
    private NodeStatus before;

    @Override
    int measure() throws IOException {
        require("--rate", rate, 1, 10_000_000);
        require("--flows", flows, 1, 10_000);
        require("--limit", limitPercent, 0, 100);
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.05, 600);
        require("--warm-up", warmUpSeconds, 0, 600);
        final LogMode mode = LogMode.of(logWord);
        final List<FloodKind> kinds = kindWords.stream().map(FloodKind::of).toList();
        if (!mode.isProtected()) {
            throw new IllegalArgumentException("--log must be all or changes: " + logWord);
        }
        begin(mode, kinds.size());
        try (FloodRig opened = new FloodRig(mode.word(), flows)) {
            rig = opened;
            start();
            for (final FloodKind kind : kinds) {
                measure(kind);
            }
        }
        notMeasured();
        output.show(result, spec().commandLine().getOut());
        return result.build().targets().stream().allMatch(Target::isMet) ? 0 : 1;
    }

    private void begin(final LogMode mode, final int kinds) {
        result = new ResultBuilder("flood");
        result.setting("flows", flows);
        result.setting("log", mode.word());
        result.setting("wrongMessagesPerSecond", rate);
        result.setting("secondsPerRound", seconds);
        progress().steps(kinds + 1);
    }

    private void start() {
        progress().begin("starting a pair, a witness and a stranger");
        result.topology(rig.topology());
        rig.open();
        saturate(warmUpSeconds / 2);
        signal = rig.letStrangerIn(seed, seconds(1));
        if (signal.heardPorts() == 0) {
            throw new Refusal("a flood", "the stranger heard nothing that he could send again\n" + rig.logTails());
        }
        result.check("sealed datagrams heard by the stranger", signal.heard());
        result.check("ports that they went to", signal.heardPorts());
        saturate(warmUpSeconds / 2);
    }

    private void measure(final FloodKind kind) {
        progress().begin(kind.word());
        before = rig.master();
        signal.want(kind, rate);
        saturate(seconds);
        for (int round = 0; round < rounds; round++) {
            signal.want(kind, 0);
            note(kind.word() + ", calm", saturate(seconds));
            signal.want(kind, rate);
            final Span flooded = saturate(seconds);
            result.value(kind.word() + ", wrong messages", "1/s", Better.HIGHER, flooded.wrongPerSecond());
            note(kind.word() + ", flooded", flooded);
        }
        signal.want(kind, 0);
        requireRate(kind);
        compare(kind);
        requireUnchanged(kind);
    }

    /** What a span of time came to, by the pictures that the master made of itself at its ends. */
    private record Span(double packetsPerSecond, double wrongPerSecond) {}

    private Span saturate(final double lengthSeconds) {
        final NodeStatus first = rig.master();
        final long firstNs = System.nanoTime() - first.ageMs() * NS_PER_MS;
        final long firstSent = signal == null ? 0 : signal.sent();
        final long sentNs = System.nanoTime();
        LockSupport.parkNanos(seconds(lengthSeconds));
        final double wrong = signal == null
                ? 0
                : (signal.sent() - firstSent) * (double) NS_PER_SECOND / (System.nanoTime() - sentNs);
        final NodeStatus last = rig.master();
        final long lastNs = System.nanoTime() - last.ageMs() * NS_PER_MS;
        return new Span((transmitted(last) - transmitted(first)) * (double) NS_PER_SECOND / (lastNs - firstNs), wrong);
    }

    private static long transmitted(final NodeStatus status) {
        return status.ports().stream()
                .filter(port -> port.name().equals("wan"))
                .mapToLong(NodeStatus.PortStatus::transmitted)
                .sum();
    }

    private void note(final String what, final Span span) {
        if (span.packetsPerSecond() <= 0) {
            throw new Refusal(what, "the master forwarded nothing\n" + rig.logTails());
        }
        result.value(what, "packets/s", Better.HIGHER, span.packetsPerSecond());
    }

    private void requireRate(final FloodKind kind) {
        final double reached = Statistics.median(result.values(kind.word() + ", wrong messages"));
        if (reached < MIN_RATE_SHARE * rate) {
            throw new Refusal(
                    "a flood of " + kind.word(),
                    String.format(Locale.ROOT, "the stranger sent %,.0f messages a second only", reached));
        }
    }

    private void compare(final FloodKind kind) {
        final Interval elapsed = result.pairedRatio(
                kind.word() + ": throughput with / without the flood",
                kind.word() + ", flooded",
                kind.word() + ", calm");
        result.target(new Target(
                kind.word() + ": throughput with / without the flood",
                1 - limitPercent / 100,
                Better.HIGHER,
                elapsed,
                "ratio"));
    }

    /** The flood must not have moved anything: the same master, in the same view, protected by the same replica. */
    private void requireUnchanged(final FloodKind kind) {
        final NodeStatus now = rig.master();
        if (!now.incarnation().equals(before.incarnation())) {
            throw new Refusal("a flood of " + kind.word(), "the master began anew\n" + rig.logTails());
        }
        final long views = now.view() - before.view();
        result.check(kind.word() + ": views that the group went through", views);
        result.target(new Target(
                kind.word() + ": views that the group went through",
                0,
                Better.LOWER,
                Interval.exactly(views),
                "views"));
        now.counters().forEach((name, value) -> {
            if (name.startsWith("datagrams.") || name.endsWith("gnored") || name.startsWith("lifeline.")) {
                result.setting("after " + kind.word() + ": " + name, value);
            }
        });
    }

    private void notMeasured() {
        result.notMeasured(
                "a NIC's interrupts: the kernel's work from the interface's queue on is counted, and done on the"
                        + " master's processor");
        result.notMeasured("a flood that fills the link, and one by somebody who has the key");
    }
}
