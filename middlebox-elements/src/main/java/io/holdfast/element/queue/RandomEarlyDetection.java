package io.holdfast.element.queue;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;

/**
 * Decides which packets are dropped by a queue's average length (Floyd and Jacobson, "Random Early Detection Gateways for
 * Congestion Avoidance", 1993).
 *
 * <pre>
 *   probability
 *   1      |              /        gentle (Floyd, 1997)
 *   MAX_P  |        __ - /
 *          |  ___---
 *   0      +-+------+-----+--- average length
 *           MIN    MAX  2 MAX
 * </pre>
 *
 * <p>The average moves by 2^-stability of the difference with every packet; while the queue is empty, once a millisecond
 * (section 4: as if packets had come). So that drops lie evenly (section 7, method 2), a number in (0, 1] is drawn after
 * each, and the next is due when the sum of the probabilities since reaches it. All of it is the worker's state.
 */
final class RandomEarlyDetection {
    private static final long EMPTY_STEP_NS = 1_000_000L;
    private static final int UNUSED_BITS = 11;
    private static final double UNIT = 0x1p-53;

    /** Average length; the bits of a double. */
    private static final int AVERAGE = 0;
    /** Until when the emptiness of the queue has been counted, plus 1; 0 if it was not empty. */
    private static final int EMPTY_NS = 1;
    /** Sum of the probabilities since the last drop. */
    private static final int SUM = 2;
    /** Sum at which the next packet is dropped; 0 if none is drawn. */
    private static final int DUE = 3;

    private static final int MINIMUM = 4;
    private static final int MAXIMUM = 5;
    private static final int MAX_PROBABILITY = 6;
    private static final int NUMBERS = 7;

    private final ElementContext context;
    private final LocalLongs state;
    private final double weight;
    private final boolean isGentle;

    RandomEarlyDetection(final ElementContext context, final int stability, final boolean isGentle) {
        this.context = context;
        this.isGentle = isGentle;
        weight = 1.0 / (1L << stability);
        state = new LocalLongs(context, "detection", NUMBERS);
    }

    void thresholds(final int minimum, final int maximum) {
        state.set(MINIMUM, minimum);
        state.set(MAXIMUM, maximum);
    }

    void maxProbability(final double probability) {
        set(MAX_PROBABILITY, probability);
    }

    int minimum() {
        return (int) state.get(MINIMUM);
    }

    int maximum() {
        return (int) state.get(MAXIMUM);
    }

    double maxProbability() {
        return get(MAX_PROBABILITY);
    }

    double average() {
        return get(AVERAGE);
    }

    /** Counts a packet that finds so many in the queue, and says whether it is to be dropped. */
    boolean shouldDrop(final int length) {
        learn(length);
        final double probability = probability(average());
        if (probability <= 0) {
            set(SUM, 0);
            set(DUE, 0);
            return false;
        }
        if (get(DUE) == 0) {
            set(DUE, ((context.nextRandom() >>> UNUSED_BITS) + 1) * UNIT);
        }
        final double sum = get(SUM) + probability;
        final boolean isDue = sum >= get(DUE);
        set(SUM, isDue ? 0 : sum);
        if (isDue) {
            set(DUE, 0);
        }
        return isDue;
    }

    private void learn(final int length) {
        if (length > 0) {
            set(AVERAGE, average() + (length - average()) * weight);
            state.set(EMPTY_NS, 0);
            return;
        }
        final long nowNs = context.timeNs();
        final boolean wasEmpty = state.get(EMPTY_NS) != 0;
        final long steps = wasEmpty ? (nowNs - (state.get(EMPTY_NS) - 1)) / EMPTY_STEP_NS : 1;
        if (steps > 0) {
            set(AVERAGE, average() * StrictMath.pow(1 - weight, steps));
            state.set(EMPTY_NS, nowNs + 1);
        }
    }

    private double probability(final double average) {
        final int minimum = minimum();
        final int maximum = maximum();
        if (average <= minimum) {
            return 0;
        }
        if (average < maximum) {
            return maxProbability() * (average - minimum) / (maximum - minimum);
        }
        if (!isGentle || average >= 2.0 * maximum) {
            return 1;
        }
        return maxProbability() + (1 - maxProbability()) * (average - maximum) / maximum;
    }

    private double get(final int index) {
        return Double.longBitsToDouble(state.get(index));
    }

    private void set(final int index, final double value) {
        state.set(index, Double.doubleToRawLongBits(value));
    }
}
