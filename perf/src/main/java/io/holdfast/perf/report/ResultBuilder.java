package io.holdfast.perf.report;

import io.holdfast.perf.load.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Gathers a result while a command runs. */
public final class ResultBuilder {
    private final String command;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, String> environment = Environment.detect();
    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final List<Ratio> ratios = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private final List<Curve> curves = new ArrayList<>();
    private final Map<String, Long> checks = new LinkedHashMap<>();
    private final List<String> notMeasured = new ArrayList<>();
    private String topology = "";

    public ResultBuilder(final String command) {
        this.command = command;
    }

    private record Figure(String unit, Better better, List<Double> values) {}

    public void settings(final Map<String, Object> more) {
        settings.putAll(more);
    }

    public void setting(final String name, final Object value) {
        settings.put(name, value);
    }

    public void topology(final String text) {
        topology = text;
    }

    /** Adds a round's value of a figure. */
    public void value(final String name, final String unit, final Better better, final double value) {
        figures.computeIfAbsent(name, key -> new Figure(unit, better, new ArrayList<>()))
                .values()
                .add(value);
    }

    /** The values of a figure so far. */
    public double[] values(final String name) {
        final Figure figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("no such figure: " + name);
        }
        return figure.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The median of a figure so far, with its 95 % interval. */
    public Interval median(final String name) {
        return Statistics.medianInterval(values(name));
    }

    /** Adds the ratio of two figures whose rounds took turns. */
    public Interval pairedRatio(final String name, final String over, final String under) {
        final Interval interval = Statistics.pairedRatio(values(over), values(under));
        ratios.add(new Ratio(name, interval));
        return interval;
    }

    public void target(final Target target) {
        targets.add(target);
    }

    public void histogram(final String name, final Histogram histogram) {
        histograms.put(name, histogram);
    }

    public Map<String, Histogram> histograms() {
        return histograms;
    }

    public void curve(final Curve curve) {
        curves.add(curve);
    }

    /** Adds what the meter counted in a trial. */
    public void check(final Trial trial) {
        checks.merge("packets sent", trial.sent(), Long::sum);
        checks.merge("packets good", trial.counts().good(), Long::sum);
        checks.merge("packets lost", trial.lost(), Long::sum);
        checks.merge("packets late or twice", trial.counts().late(), Long::sum);
        checks.merge("packets misrouted", trial.counts().misrouted(), Long::sum);
        checks.merge("packets corrupted", trial.counts().corrupted(), Long::sum);
        checks.merge("frames of others", trial.counts().foreign(), Long::sum);
    }

    public void check(final String name, final long count) {
        checks.merge(name, count, Long::sum);
    }

    public void notMeasured(final String text) {
        if (!notMeasured.contains(text)) {
            notMeasured.add(text);
        }
    }

    public BenchResult build() {
        final List<Series> series = new ArrayList<>();
        figures.forEach(
                (name, figure) -> series.add(new Series(name, figure.unit(), figure.better(), figure.values())));
        final List<Distribution> distributions = new ArrayList<>();
        histograms.forEach((name, histogram) -> distributions.add(Distribution.of(name, histogram)));
        return new BenchResult(
                command,
                settings,
                environment,
                topology,
                series,
                ratios,
                targets,
                distributions,
                curves,
                checks,
                notMeasured);
    }
}
