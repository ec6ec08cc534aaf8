package io.holdfast.log.secure;

import java.util.Arrays;

/**
 * Instructions of the classic packet filter, as they are written one after the other (McCanne and Jacobson, "The BSD Packet
 * Filter", 1993; Linux's {@code Documentation/networking/filter.rst}): an accumulator, an index, sixteen words of memory, and
 * jumps forward only.
 */
final class FilterCode {
    static final int LOAD = 0x20;
    static final int LOAD_HALF = 0x28;
    static final int LOAD_LENGTH = 0x80;
    static final int LOAD_INDEXED = 0x40;
    static final int LOAD_KEPT = 0x60;
    static final int INDEX_KEPT = 0x61;
    static final int LOAD_NUMBER = 0x00;
    static final int KEEP = 0x02;
    static final int ADD_INDEX = 0x0c;
    static final int SUBTRACT = 0x14;
    static final int NEGATE = 0x84;
    static final int ADD = 0x04;
    static final int AND = 0x54;
    static final int OR_INDEX = 0x4c;
    static final int XOR = 0xa4;
    static final int XOR_INDEX = 0xac;
    static final int SHIFT_LEFT = 0x64;
    static final int SHIFT_RIGHT = 0x74;
    static final int SHIFT_RIGHT_BY_INDEX = 0x7c;
    static final int TO_INDEX = 0x07;
    static final int GO = 0x05;
    static final int IF_EQUAL = 0x15;
    static final int IF_ABOVE = 0x25;
    static final int IF_EQUAL_INDEX = 0x1d;
    static final int IF_AT_LEAST = 0x35;
    static final int RETURN = 0x06;

    /** What the kernel takes (BPF_MAXINSNS). */
    static final int MOST_INSTRUCTIONS = 4096;

    /** Operand of {@link #LOAD}: a random word. */
    static final int RANDOM = -0x1000 + 56;

    /** Operand of {@link #RETURN}: the datagram is taken as it is. */
    static final int WHOLE = -1;

    private static final int OPERAND_SHIFT = Integer.SIZE;
    private static final int IF_TRUE_SHIFT = 16;
    private static final int IF_FALSE_SHIFT = 24;

    private long[] instructions = new long[256];
    private int count;

    void add(final int code, final int operand) {
        jump(code, operand, 0, 0);
    }

    void add(final int code) {
        add(code, 0);
    }

    /** @param ifTrue how many instructions are left out if the condition holds; {@code ifFalse} likewise */
    void jump(final int code, final int operand, final int ifTrue, final int ifFalse) {
        if (count == instructions.length) {
            instructions = Arrays.copyOf(instructions, 2 * count);
        }
        instructions[count++] = code
                | (long) ifTrue << IF_TRUE_SHIFT
                | (long) ifFalse << IF_FALSE_SHIFT
                | (long) operand << OPERAND_SHIFT;
    }

    void keep(final int word) {
        add(KEEP, word);
    }

    /** Ends here, with the datagram dropped, unless the condition holds. */
    void dropUnless(final int code, final int operand) {
        jump(code, operand, 1, 0);
        add(RETURN, 0);
    }

    /** Ends here, with the datagram dropped, if the condition holds. */
    void dropIf(final int code, final int operand) {
        jump(code, operand, 0, 1);
        add(RETURN, 0);
    }

    /** Goes on at a place that is not known yet, unless the condition holds; returns what {@link #here} wants. */
    int leaveUnless(final int code, final int operand) {
        jump(code, operand, 1, 0);
        return leave();
    }

    /** Goes on at a place that is not known yet; returns what {@link #here} wants. */
    int leave() {
        add(GO, 0);
        return count - 1;
    }

    /** The place at which one goes on who has left there. */
    void here(final int left) {
        instructions[left] = GO | (long) (count - left - 1) << OPERAND_SHIFT;
    }

    /** The whole of it. */
    long[] toArray() {
        return Arrays.copyOf(instructions, count);
    }
}
