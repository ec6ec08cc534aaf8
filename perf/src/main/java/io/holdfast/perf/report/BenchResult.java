package io.holdfast.perf.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What a run of {@code holdfast bench} found.
 *
 * @param command that ran
 * @param settings of it, by name
 * @param environment it ran in
 * @param topology the way of a packet, in words
 * @param figures measured round by round
 * @param ratios between figures
 * @param targets that figures of this result are held against
 * @param distributions of latency
 * @param curves for plots
 * @param checks what the meter counted in all
 * @param notMeasured what the figures do not say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BenchResult(
        String command,
        Map<String, Object> settings,
        Map<String, String> environment,
        String topology,
        List<Series> figures,
        List<Ratio> ratios,
        List<Target> targets,
        List<Distribution> distributions,
        List<Curve> curves,
        Map<String, Long> checks,
        List<String> notMeasured) {}
