package io.holdfast.recovery.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who goes on, and how late it is: both are decided by the seed.
 *
 * <p>At every suspension point the next fiber is drawn by weight. Weights change every now and then, so that each
 * fiber is at times far ahead and at times far behind; some can be frozen altogether for a while. A fiber that finds
 * nothing to do counts as no progress; if nobody makes any for long, the world is stuck, which is a finding.
 */
final class Schedule {
    private static final int RESHUFFLE_STEPS = 96;
    private static final int[] WEIGHTS = {1, 1, 4, 16, 64};
    private static final int STUCK_STEPS = 20_000;
    private static final int IDLE_STEPS = 40;
    private static final long MAX_STEP_NS = 400;
    private static final long IDLE_STEP_NS = 2_000;

    private final SplittableRandom random;
    private final List<Fiber> fibers = new ArrayList<>();
    private int[] weights = new int[0];
    private int totalWeight;
    private long nowNs = 1_000_000;
    private long steps;
    private long progress;
    private long lastProgressStep;
    private String frozen = "";
    private long frozenUntilNs;

    Schedule(final long seed) {
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    boolean chance(final int percent) {
        return random.nextInt(100) < percent;
    }

    long nowNs() {
        return nowNs;
    }

    void add(final String name, final Runnable body) {
        fibers.add(new Fiber(name, body));
        reshuffle();
    }

    /** Fibers whose names begin so never run again: their machine has died. */
    void kill(final String prefix) {
        fibers.removeIf(fiber -> fiber.name().startsWith(prefix));
        reshuffle();
    }

    /** Fibers whose names begin so stand still until a time; others that did go on. */
    void freeze(final String prefix, final long untilNs) {
        frozen = prefix;
        frozenUntilNs = untilNs;
    }

    /** Something happened. */
    void progress() {
        progress++;
        lastProgressStep = steps;
    }

    long progressCount() {
        return progress;
    }

    long steps() {
        return steps;
    }

    long idleSteps() {
        return steps - lastProgressStep;
    }

    boolean isStuck() {
        return idleSteps() > STUCK_STEPS;
    }

    /** One fiber goes on to its next suspension point. */
    void step() {
        steps++;
        nowNs += idleSteps() > IDLE_STEPS ? IDLE_STEP_NS : 1 + random.nextLong(MAX_STEP_NS);
        if (steps % RESHUFFLE_STEPS == 0) {
            reshuffle();
        }
        int draw = random.nextInt(totalWeight);
        int index = 0;
        while (draw >= weights[index]) {
            draw -= weights[index++];
        }
        final Fiber fiber = fibers.get(index);
        if (nowNs < frozenUntilNs && fiber.name().startsWith(frozen)) {
            return;
        }
        fiber.step();
        // It may have ended fibers, its own included.
        if (fiber.isDone() && fibers.remove(fiber)) {
            reshuffle();
        }
    }

    private void reshuffle() {
        if (weights.length != fibers.size()) {
            weights = new int[fibers.size()];
        }
        totalWeight = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = WEIGHTS[random.nextInt(WEIGHTS.length)];
            totalWeight += weights[i];
        }
    }
}
