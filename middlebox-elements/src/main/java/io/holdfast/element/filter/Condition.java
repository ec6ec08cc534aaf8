package io.holdfast.element.filter;

import java.util.List;

/** What a packet may fulfil: a Boolean expression over tests. */
sealed interface Condition {
    Condition ALWAYS = new Constant(true);

    Condition NEVER = new Constant(false);

    /** Holds for every packet, or for none. */
    record Constant(boolean value) implements Condition {}

    /** Holds if all parts do. */
    record All(List<Condition> parts) implements Condition {}

    /** Holds if one of the parts does. */
    record Any(List<Condition> parts) implements Condition {}

    /** Holds if the other does not. */
    record Not(Condition part) implements Condition {}

    /** Holds if {@code then} does where {@code test} does, and if {@code otherwise} does elsewhere. */
    record Choice(Condition test, Condition then, Condition otherwise) implements Condition {}

    /**
     * Compares four bytes of a packet.
     *
     * @param base what the offset counts from
     * @param offset of the first byte, a multiple of 4 from the base
     * @param mask bits that count
     * @param value compared with, zero outside the mask
     * @param isGreater whether the masked word is to be greater (unsigned), not equal
     * @param isNegated whether the comparison is to fail; bytes that are not there fulfil neither
     */
    record WordTest(Base base, int offset, int mask, int value, boolean isGreater, boolean isNegated)
            implements Condition {
        static WordTest equal(final Base base, final int offset, final int mask, final int value) {
            return new WordTest(base, offset, mask, value, false, false);
        }

        /** Bytes from the word's beginning that are looked at, 0 to 4. */
        int neededBytes() {
            return 4 - Integer.numberOfTrailingZeros(mask) / 8;
        }
    }

    /** A test of the pattern language, with its meaning for fragments and protocols. */
    record Primitive(
            Field field, Direction direction, int protocol, int mask, int value, Relation relation, boolean isNegated)
            implements Condition {}

    /** What a word's offset counts from. */
    enum Base {
        /** The packet's first byte, or the IP header. */
        FIRST,
        /** The transport header. */
        TRANSPORT
    }

    /** Which of the two addresses or ports. */
    enum Direction {
        NONE,
        SOURCE,
        DESTINATION,
        BOTH,
        EITHER
    }

    /** How a value is compared. */
    enum Relation {
        EQUAL,
        GREATER
    }
}
