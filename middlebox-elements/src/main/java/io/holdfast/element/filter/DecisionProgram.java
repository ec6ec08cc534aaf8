package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Base;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;

/**
 * Patterns compiled to a list of comparisons with jumps.
 *
 * <pre>
 *   step:  operation | offset | needed bytes | mask | if absent | if not | if so          | value
 *   search step:                                     ... | if none | count of values | values, ascending | targets
 * </pre>
 *
 * <p>A target below zero is a result, {@code ~target}. Bytes that a packet does not have, or that are not known, are
 * absent: such a comparison neither holds nor fails. Immutable; used by any thread.
 */
final class DecisionProgram {
    private static final int TRANSPORT_BIT = 1;
    private static final int GREATER = 2;
    private static final int SEARCH = 4;
    private static final int OFFSET = 1;
    private static final int NEEDED = 2;
    private static final int MASK = 3;
    private static final int IF_ABSENT = 4;
    private static final int IF_NOT = 5;
    private static final int IF_SO = 6;
    private static final int VALUE = 7;

    private final int[] code;
    private final int start;
    private final int depthFirst;
    private final int depthTransport;

    DecisionProgram(final int[] code, final int start, final int depthFirst, final int depthTransport) {
        this.code = code;
        this.start = start;
        this.depthFirst = depthFirst;
        this.depthTransport = depthTransport;
    }

    static int operation(final Base base, final boolean isSearch, final boolean isGreater) {
        return (base == Base.TRANSPORT ? TRANSPORT_BIT : 0) | (isSearch ? SEARCH : 0) | (isGreater ? GREATER : 0);
    }

    /** Bytes behind {@link Base#FIRST} that may be looked at. */
    int depthFirst() {
        return depthFirst;
    }

    /** Bytes of the transport header that may be looked at. */
    int depthTransport() {
        return depthTransport;
    }

    /**
     * Runs the program.
     *
     * @param first offset in the packet of what {@link Base#FIRST} counts from
     * @param transport offset in the packet of the transport header
     * @return result of the first pattern that matches, or {@link DecisionGraph#NO_MATCH}
     */
    int match(final Packet packet, final int first, final int transport) {
        final int[] steps = code;
        final long address = packet.address();
        final int known = packet.knownLength();
        int at = start;
        while (at >= 0) {
            final int operation = steps[at];
            final int offset = ((operation & TRANSPORT_BIT) == 0 ? first : transport) + steps[at + OFFSET];
            final int word;
            if (offset + Integer.BYTES <= known) {
                word = NativeMemory.getIntBe(address + offset);
            } else if (offset + steps[at + NEEDED] <= known) {
                word = partial(packet, offset);
            } else {
                at = steps[at + IF_ABSENT];
                continue;
            }
            at = next(steps, at, operation, word & steps[at + MASK]);
        }
        return ~at;
    }

    private static int next(final int[] steps, final int at, final int operation, final int masked) {
        if ((operation & (SEARCH | GREATER)) == 0) {
            return masked == steps[at + VALUE] ? steps[at + IF_SO] : steps[at + IF_NOT];
        }
        if (operation >= SEARCH) {
            return search(steps, at, masked);
        }
        return Integer.compareUnsigned(masked, steps[at + VALUE]) > 0 ? steps[at + IF_SO] : steps[at + IF_NOT];
    }

    private static int search(final int[] steps, final int at, final int masked) {
        final int count = steps[at + IF_SO];
        int low = at + VALUE;
        int high = low + count - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            if (steps[middle] == masked) {
                return steps[middle + count];
            }
            if (steps[middle] < masked) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return steps[at + IF_NOT];
    }

    /** The bytes of a word that the packet has, and zeros. */
    private static int partial(final Packet packet, final int offset) {
        int word = 0;
        for (int i = 0; i < Integer.BYTES && offset + i < packet.knownLength(); i++) {
            word |= packet.getByte(offset + i) << (24 - 8 * i);
        }
        return word;
    }

    /** Number of steps, searches counting as one. */
    int steps() {
        int count = 0;
        for (int at = 0; at < code.length; at = end(at)) {
            count++;
        }
        return count;
    }

    private int end(final int at) {
        return (code[at] & SEARCH) != 0 ? at + VALUE + 2 * code[at + IF_SO] : at + VALUE + 1;
    }

    /** The program for reading: a line per comparison. */
    String text() {
        final StringBuilder text = new StringBuilder();
        for (int at = 0; at < code.length; at = end(at)) {
            final String place = (code[at] & TRANSPORT_BIT) == 0 ? "" : "transp+";
            final String bytes = String.format("%s%d/%%s%%%%%08x", place, code[at + OFFSET], code[at + MASK]);
            if ((code[at] & SEARCH) == 0) {
                final String sign = (code[at] & GREATER) == 0 ? "" : ">";
                line(text, at, sign + bytes.formatted(hex(code[at + VALUE])), code[at + IF_SO], code[at + IF_NOT]);
            } else {
                final int count = code[at + IF_SO];
                for (int i = 0; i < count; i++) {
                    final int value = at + VALUE + i;
                    line(text, at, bytes.formatted(hex(code[value])), code[value + count], code[at + IF_NOT]);
                }
            }
        }
        return text + "start " + target(start) + "\n";
    }

    private static void line(
            final StringBuilder text, final int at, final String comparison, final int yes, final int no) {
        text.append(String.format("%3d %s  yes->%s  no->%s%n", at, comparison, target(yes), target(no)));
    }

    private static String hex(final int word) {
        return String.format("%08x", word);
    }

    private static String target(final int target) {
        if (target >= 0) {
            return "step " + target;
        }
        return ~target == DecisionGraph.NO_MATCH ? "[X]" : "[" + ~target + "]";
    }
}
