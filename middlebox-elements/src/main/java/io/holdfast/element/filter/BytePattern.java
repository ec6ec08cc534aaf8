package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Base;
import io.holdfast.element.filter.Condition.WordTest;
import java.util.ArrayList;
import java.util.List;

/**
 * One pattern of a Classifier, as clauses that must all hold.
 *
 * <pre>
 *   pattern := "-" | clause (space clause)*
 *   clause  := ["!"] OFFSET "/" HEX ["%" HEX]        HEX: pairs of digits; "?" stands for any digit
 * </pre>
 *
 * @param clauses none for {@code -}, which matches every packet
 */
record BytePattern(List<Clause> clauses) {
    /** Bytes looked at in a packet, from its start. */
    static final int MAX_OFFSET_BYTES = 1500;

    /**
     * Some bytes compared under a mask.
     *
     * @param offset of the first byte from the packet's start
     * @param value of each byte, zero outside the mask
     * @param mask of each byte
     * @param isNegated whether the clause holds where the bytes differ
     */
    record Clause(int offset, int[] value, int[] mask, boolean isNegated) {
        Condition condition() {
            final List<Condition> words = new ArrayList<>();
            for (int i = 0; i < value.length; ) {
                final int word = (offset + i) / 4 * 4;
                int wordMask = 0;
                int wordValue = 0;
                for (; i < value.length && offset + i < word + 4; i++) {
                    final int shift = 24 - 8 * (offset + i - word);
                    wordMask |= mask[i] << shift;
                    wordValue |= value[i] << shift;
                }
                words.add(WordTest.equal(Base.FIRST, word, wordMask, wordValue));
            }
            return isNegated ? new Condition.Not(new Condition.All(words)) : new Condition.All(words);
        }
    }

    /** The pattern as a condition over words. Bytes that a packet does not have are not equal. */
    Condition condition() {
        final List<Condition> parts = new ArrayList<>();
        for (final Clause clause : clauses) {
            parts.add(clause.condition());
        }
        return new Condition.All(parts);
    }

    /** Reads a pattern; malformed text is refused by name. */
    static BytePattern parse(final String text) {
        final List<Clause> clauses = new ArrayList<>();
        final String spaced = text.strip().replaceAll("!\\s+", "!");
        if (!"-".equals(spaced)) {
            for (final String clause : spaced.split("\\s+", -1)) {
                clauses.add(parseClause(clause));
            }
        }
        return new BytePattern(List.copyOf(clauses));
    }

    private static Clause parseClause(final String text) {
        final boolean isNegated = text.startsWith("!");
        final String clause = isNegated ? text.substring(1) : text;
        final int slash = clause.indexOf('/');
        if (slash < 1 || !clause.substring(0, slash).matches("\\d{1,4}")) {
            throw malformed(text);
        }
        final int offset = Integer.parseInt(clause.substring(0, slash));
        final int percent = clause.indexOf('%');
        final String value = clause.substring(slash + 1, percent < 0 ? clause.length() : percent);
        final String mask = percent < 0 ? "f".repeat(value.length()) : clause.substring(percent + 1);
        if (!isHex(value, "[0-9a-fA-F?]+") || !isHex(mask, "[0-9a-fA-F]+") || mask.length() != value.length()) {
            throw malformed(text);
        }
        if (offset + value.length() / 2 > MAX_OFFSET_BYTES) {
            throw new IllegalArgumentException("looks beyond byte " + MAX_OFFSET_BYTES + ": " + text);
        }
        return compileBytes(offset, value, mask, isNegated);
    }

    private static Clause compileBytes(
            final int offset, final String value, final String mask, final boolean isNegated) {
        final int length = value.length() / 2;
        final int[] values = new int[length];
        final int[] masks = new int[length];
        for (int digit = 0; digit < value.length(); digit++) {
            final int shift = digit % 2 == 0 ? 4 : 0;
            if (value.charAt(digit) != '?') {
                masks[digit / 2] |= Character.digit(mask.charAt(digit), 16) << shift;
                values[digit / 2] |= Character.digit(value.charAt(digit), 16) << shift;
            }
        }
        for (int i = 0; i < length; i++) {
            values[i] &= masks[i];
        }
        return new Clause(offset, values, masks, isNegated);
    }

    private static boolean isHex(final String text, final String form) {
        return text.length() % 2 == 0 && text.matches(form);
    }

    private static IllegalArgumentException malformed(final String text) {
        return new IllegalArgumentException(
                "not 'OFFSET/HEX' or 'OFFSET/HEX%MASK' with whole bytes, 'mask' as long as 'hex': " + text);
    }
}
