package io.holdfast.perf;

import io.holdfast.perf.load.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A figure that must not be printed, because the measurement does not bear it.
 *
 * <p>The message names every reason.
 */
public final class Refusal extends RuntimeException {
    /** Below this share of waiting turns the generator, not the box, was busy all the time. */
    private static final double MIN_WAITED_SHARE = 0.05;

    private Refusal(final String what, final List<String> reasons) {
        super("no figure for " + what + ": " + String.join("; ", reasons));
    }

    public Refusal(final String what, final String reason) {
        this(what, List.of(reason));
    }

    /** Throws unless every packet came back as it should, or at least none did otherwise than it should. */
    public static void unlessClean(final String what, final Trial trial) {
        final List<String> reasons = faults(trial);
        if (trial.lost() > 0) {
            reasons.add(String.format(Locale.ROOT, "%,d of %,d packets were lost", trial.lost(), trial.sent()));
        }
        throwIfAny(what, reasons);
    }

    /** Throws if a packet came back otherwise than it should; packets may be lost. */
    public static void unlessRight(final String what, final Trial trial) {
        throwIfAny(what, faults(trial));
    }

    /** Throws unless the box, and not the generator, set the pace of a saturated span. */
    public static void unlessBoxWasTheLimit(final String what, final Trial trial) {
        if (trial.waitedShare() < MIN_WAITED_SHARE) {
            throw new Refusal(
                    what,
                    String.format(
                            Locale.ROOT,
                            "the generator was the limit, not the box: it had to wait for the box in %.1f %% of its turns only",
                            100 * trial.waitedShare()));
        }
    }

    private static List<String> faults(final Trial trial) {
        final List<String> reasons = new ArrayList<>();
        if (trial.sent() == 0) {
            reasons.add("no packet was sent");
        }
        add(reasons, trial.counts().misrouted(), "misrouted or wrongly translated");
        add(reasons, trial.counts().corrupted(), "corrupted");
        add(reasons, trial.counts().late(), "reordered or duplicated");
        return reasons;
    }

    private static void add(final List<String> reasons, final long count, final String what) {
        if (count > 0) {
            reasons.add(String.format(Locale.ROOT, "%,d packets were %s", count, what));
        }
    }

    private static void throwIfAny(final String what, final List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new Refusal(what, reasons);
        }
    }
}
