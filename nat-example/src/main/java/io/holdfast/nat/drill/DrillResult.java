package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.holdfast.nat.lab.LabKind;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a drill found.
 *
 * @param ok true if all rounds were run and nothing broke
 * @param lab kind of lab
 * @param labDescription what that is
 * @param notMeasured what the drill does not tell
 * @param failure why not all rounds were run, with the logs' last lines; or null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DrillResult(
        boolean ok,
        String lab,
        String labDescription,
        Environment environment,
        DrillSettings settings,
        List<RoundResult> rounds,
        Medians median,
        List<String> notMeasured,
        String failure) {
    private static final List<String> NOT_MEASURED = List.of(
            "Throughput at its limit: the traffic is a fixed load (the bench command measures limits).",
            "Failures other than the death of the process: hangs, cut links, power.",
            "Loss is counted in UDP datagrams; TCP's losses are repaired by TCP and show as delay.",
            "Client, server, nodes and network share this machine's processors: times include their contention.");

    /**
     * Middle values over the rounds; null where no round has one. First packet, silence and loss are those of the kills
     * of a master, if there were any.
     */
    record Medians(
            Double detectedMs,
            Double tookOverMs,
            Double firstPacketMs,
            Double silenceMs,
            double packetsLost,
            Double reprotectedMs,
            Double pauseUs) {}

    static DrillResult of(
            final LabKind kind,
            final Environment environment,
            final DrillSettings settings,
            final List<RoundResult> rounds,
            final String failure) {
        final boolean ok = failure == null && rounds.stream().allMatch(RoundResult::ok);
        final List<RoundResult> ofMasters =
                rounds.stream().filter(round -> round.victim() == Victim.MASTER).toList();
        final List<RoundResult> failovers = ofMasters.isEmpty() ? rounds : ofMasters;
        final Double lost = median(failovers, round -> (double) round.packetsLost());
        final Medians medians = new Medians(
                median(rounds, RoundResult::detectedMs),
                median(rounds, RoundResult::tookOverMs),
                median(failovers, RoundResult::firstPacketMs),
                median(failovers, RoundResult::silenceMs),
                lost == null ? 0 : lost,
                median(rounds, RoundResult::reprotectedMs),
                median(rounds, round -> round.pauseUs() == null ? null : (double) round.pauseUs()));
        return new DrillResult(
                ok,
                kind.word(),
                kind.description(),
                environment,
                settings,
                List.copyOf(rounds),
                medians,
                NOT_MEASURED,
                failure);
    }

    private static Double median(final List<RoundResult> rounds, final Function<RoundResult, Double> value) {
        final double[] sorted = rounds.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return null;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
