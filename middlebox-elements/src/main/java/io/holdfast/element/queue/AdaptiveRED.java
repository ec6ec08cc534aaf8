package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.Timer;

/**
 * RED that holds the average near a length: {@code AdaptiveRED(TARGET, MAX_P, keywords)}.
 *
 * <p>Thresholds are TARGET / 2 and 3 TARGET / 2. Twice a second MAX_P rises by 0.01 (or a quarter of itself, if that is less),
 * up to 0.5, while the average is above 0.6 of the way from one to the other; it falls by a tenth, not below 0.01, while the
 * average is below 0.4 of the way (Floyd, Gummadi and Shenker, "Adaptive RED", 2001, section 4).
 */
final class AdaptiveRED extends RED {
    static final Parameter<Integer> TARGET = Parameter.mandatory(
            "TARGET", ArgumentTypes.integer(10, MAX_THRESHOLD / 2), "packets", "average length aimed at");

    private static final long INTERVAL_NS = 500_000_000L;
    private static final double LOW = 0.4;
    private static final double HIGH = 0.6;
    private static final double LEAST = 0.01;
    private static final double MOST = 0.5;
    private static final double RISE = 0.01;
    private static final double FALL = 0.9;

    private ElementContext context;
    private Timer timer;

    @Override
    public void configure(final Arguments arguments) {
        final int target = arguments.get(TARGET);
        thresholds(target / 2, target + target / 2);
        configureRest(arguments);
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        super.initialize(context);
        timer = context.timer(this::adapt);
        timer.schedule(context.timeNs() + INTERVAL_NS);
    }

    private void adapt() {
        final RandomEarlyDetection red = detection();
        final double part = (red.average() - red.minimum()) / (red.maximum() - red.minimum());
        final double probability = red.maxProbability();
        if (part > HIGH && probability < MOST) {
            red.maxProbability(Math.min(MOST, probability + Math.min(RISE, probability / 4)));
        } else if (part < LOW && probability > LEAST) {
            red.maxProbability(Math.max(LEAST, probability * FALL));
        }
        timer.schedule(context.timeNs() + INTERVAL_NS);
    }

    private int target() {
        return (detection().minimum() + detection().maximum()) / 2;
    }

    @Override
    void addThresholdHandlers(final Handlers handlers) {
        handlers.read(
                "min_thresh",
                "average up to which nothing is dropped",
                () -> Integer.toString(detection().minimum()));
        handlers.read(
                "max_thresh",
                "average at which max_p is dropped",
                () -> Integer.toString(detection().maximum()));
        handlers.read("target_q", "average length aimed at", () -> Integer.toString(target()));
        handlers.write("target_q", "changes it", text -> {
            final int target = threshold(text);
            if (target < 10 || target > MAX_THRESHOLD / 2) {
                throw new IllegalArgumentException("must be in [10, " + MAX_THRESHOLD / 2 + "]");
            }
            detection().thresholds(target / 2, target + target / 2);
        });
    }
}
