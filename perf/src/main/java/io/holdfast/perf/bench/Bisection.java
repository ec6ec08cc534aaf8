package io.holdfast.perf.bench;

import io.holdfast.perf.load.Trial;
import java.util.Locale;

/**
 * Finds the highest offered load that goes through without a loss, by bisection (RFC 2544, 26.1).
 *
 * <p>A trial in which the generator fell behind says nothing of the box: if the search ends below such a one, there is no
 * result.
 */
final class Bisection {
    /** Takes one trial of a load. */
    @FunctionalInterface
    interface Load {
        Trial offer(double perSecond);
    }

    private static final double PRECISION = 0.02;
    private static final double KEPT_PACE = 0.995;

    private double highest;
    private String reason = "";

    /** @param highest load that is tried, packets per second */
    Bisection(final double highest) {
        this.highest = highest;
    }

    /** Runs trials; returns the load, 0 if there is no result. */
    double run(final Load load) {
        double passed = 0;
        boolean isGeneratorBehind = false;
        double next = highest;
        while (passed == 0 ? highest > 100 : (highest - passed) / passed > PRECISION) {
            final Trial trial = load.offer(next);
            final boolean isBehind = trial.sentPerSecond() < KEPT_PACE * next;
            if (trial.isClean() && !isBehind) {
                passed = next;
                if (next == highest) {
                    break;
                }
            } else {
                highest = next;
                isGeneratorBehind = trial.isClean() && isBehind;
            }
            next = (passed + highest) / 2;
        }
        if (passed == 0) {
            reason = "packets were lost at any load tried, down to " + (long) highest + " a second";
        } else if (isGeneratorBehind) {
            reason = String.format(
                    Locale.ROOT,
                    "the generator was the limit, not the box: nothing was lost at %,.0f packets a second, and it cannot"
                            + " make %,.0f",
                    passed,
                    highest);
            return 0;
        }
        return passed;
    }

    /** Why there is no result. */
    String reason() {
        return reason;
    }
}
