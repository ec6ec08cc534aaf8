package io.holdfast.element.standard;

import io.holdfast.packet.Packet;
import java.util.Arrays;
import java.util.List;

/**
 * The patterns of a Classifier, compiled to a list of comparisons with jumps.
 *
 * <pre>
 *   step := offset, width (1, 2 or 4 bytes), mask, value, next step if equal, next step if not
 * </pre>
 *
 * <p>A next step below zero is a result: {@code -1 - n} is pattern n, {@link #NO_MATCH} none. Bytes that a packet does
 * not have, or that are not known, compare as not equal; so a negated clause holds for a packet too short for it.
 */
final class ClassifierProgram {
    /** Result of a packet that no pattern matches. */
    static final int NO_MATCH = Integer.MIN_VALUE;

    private static final int STEP_INTS = 6;
    private static final int OFFSET = 0;
    private static final int WIDTH = 1;
    private static final int MASK = 2;
    private static final int VALUE = 3;
    private static final int IF_EQUAL = 4;
    private static final int IF_NOT = 5;

    private int[] steps = new int[0];
    private int start;
    private int depthBytes;

    /** Compiles patterns, the first that matches winning. */
    static ClassifierProgram compile(final List<BytePattern> patterns) {
        final ClassifierProgram program = new ClassifierProgram();
        int onFailure = NO_MATCH;
        for (int i = patterns.size() - 1; i >= 0; i--) {
            int onSuccess = -1 - i;
            final List<BytePattern.Clause> clauses = patterns.get(i).clauses();
            for (int c = clauses.size() - 1; c >= 0; c--) {
                onSuccess = program.add(clauses.get(c), onSuccess, onFailure);
            }
            onFailure = onSuccess;
        }
        program.start = onFailure;
        return program;
    }

    /** Adds a clause in front of what is there. Returns the step that it begins with. */
    private int add(final BytePattern.Clause clause, final int onSuccess, final int onFailure) {
        final int ifAllEqual = clause.isNegated() ? onFailure : onSuccess;
        final int ifOneDiffers = clause.isNegated() ? onSuccess : onFailure;
        int next = ifAllEqual;
        int end = clause.value().length;
        while (end > 0) {
            final int width = end >= 4 ? 4 : end >= 2 ? 2 : 1;
            end -= width;
            final int mask = word(clause.mask(), end, width);
            next = addStep(clause.offset() + end, width, mask, word(clause.value(), end, width), next, ifOneDiffers);
        }
        depthBytes = Math.max(depthBytes, clause.end());
        return next;
    }

    private int addStep(
            final int offset, final int width, final int mask, final int value, final int ifEqual, final int ifNot) {
        final int step = steps.length / STEP_INTS;
        final int base = steps.length;
        steps = Arrays.copyOf(steps, base + STEP_INTS);
        steps[base + OFFSET] = offset;
        steps[base + WIDTH] = width;
        steps[base + MASK] = mask;
        steps[base + VALUE] = value;
        steps[base + IF_EQUAL] = ifEqual;
        steps[base + IF_NOT] = ifNot;
        return step;
    }

    private static int word(final int[] bytes, final int begin, final int width) {
        int word = 0;
        for (int i = 0; i < width; i++) {
            word = word << 8 | bytes[begin + i];
        }
        return word;
    }

    /** Number of the first pattern that matches, or {@link #NO_MATCH}. */
    int match(final Packet packet) {
        final int known = packet.knownLength();
        int step = start;
        while (step >= 0) {
            final int base = step * STEP_INTS;
            step = steps[base + (isEqual(packet, known, base) ? IF_EQUAL : IF_NOT)];
        }
        return step == NO_MATCH ? NO_MATCH : -1 - step;
    }

    private boolean isEqual(final Packet packet, final int known, final int base) {
        final int offset = steps[base + OFFSET];
        final int width = steps[base + WIDTH];
        if (offset + width > known) {
            return false;
        }
        final int bytes =
                width == 4 ? packet.getInt(offset) : width == 2 ? packet.getShort(offset) : packet.getByte(offset);
        return (bytes & steps[base + MASK]) == steps[base + VALUE];
    }

    /** Bytes from the packet's start that are looked at. */
    int depthBytes() {
        return depthBytes;
    }
}
