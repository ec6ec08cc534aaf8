package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a scenario came to.
 *
 * @param rounds one for each time that the fault was made
 * @param unsupported why this build cannot pass it, or null
 * @param failure why not all rounds were run, or null
 */
record ScenarioResult(Scenario scenario, List<ScenarioRound> rounds, String unsupported, String failure) {
    ScenarioResult {
        rounds = List.copyOf(rounds);
    }

    /** True if it was run, is supported, and all is as it must be. */
    @JsonProperty
    boolean ok() {
        return unsupported == null
                && failure == null
                && !rounds.isEmpty()
                && rounds.stream().allMatch(ScenarioRound::ok);
    }

    /** Middle and highest of some value. */
    record Spread(double median, double worst) {}

    /** @return null if no round has that value */
    Spread spread(final Function<ScenarioRound, Double> value) {
        final double[] sorted = rounds.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted.length == 0
                ? null
                : new Spread((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2, sorted[sorted.length - 1]);
    }

    @JsonProperty
    Spread detectedMs() {
        return spread(ScenarioRound::detectedMs);
    }

    @JsonProperty
    Spread tookOverMs() {
        return spread(round -> round.round().tookOverMs());
    }

    @JsonProperty
    Spread firstPacketMs() {
        return spread(round -> round.round().firstPacketMs());
    }

    @JsonProperty
    Spread silenceMs() {
        return spread(round -> round.round().silenceMs());
    }
}
