package io.holdfast.element.trace;

import io.holdfast.element.SoftState;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.Ipv4Header;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** What a line of an IP summary dump says of a packet: a number for each field, or nothing. */
@SoftState("read anew for each line")
final class SummaryLine {
    private static final long MAX_INT = 0xffff_ffffL;
    private static final int MAX_SHORT = 0xffff;
    private static final int MAX_BYTE = 0xff;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_UNIT_SHIFT = 3;
    private static final int SOME_OFFSET = 100;

    private final long[] values = new long[SummaryField.values().length];
    private final boolean[] areKnown = new boolean[values.length];

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is malformed, with the reason
     */
    void parse(final String line, final List<SummaryField> fields) {
        Arrays.fill(areKnown, false);
        final String[] words = line.strip().split("\\s+", -1);
        if (words.length < fields.size()) {
            throw new IllegalArgumentException("expected " + fields.size() + " fields, there are " + words.length);
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!words[i].equals("-")) {
                final SummaryField field = fields.get(i);
                try {
                    put(field, value(field, words[i]));
                } catch (final IllegalArgumentException | ArithmeticException e) {
                    throw new IllegalArgumentException(field.text() + ": bad value '" + words[i] + "'", e);
                }
            }
        }
    }

    private void put(final SummaryField field, final long value) {
        values[field.ordinal()] = value;
        areKnown[field.ordinal()] = true;
    }

    boolean knows(final SummaryField field) {
        return areKnown[field.ordinal()];
    }

    /** The number of a field, or another if the line has none. */
    long get(final SummaryField field, final long other) {
        return areKnown[field.ordinal()] ? values[field.ordinal()] : other;
    }

    private static long value(final SummaryField field, final String word) {
        return switch (field) {
            case TIMESTAMP ->
                new BigDecimal(word).movePointRight(9).toBigInteger().longValueExact();
            case IP_SRC, IP_DST -> Addresses.parseIp(word);
            case IP_PROTO -> protocol(word);
            case TCP_FLAGS -> flags(word);
            case IP_FRAG ->
                switch (word) {
                    case "F" -> MORE_FRAGMENTS;
                    case "f" -> SOME_OFFSET;
                    case "." -> 0;
                    default -> throw new IllegalArgumentException("F, f or . expected");
                };
            case IP_FRAGOFF -> fragmentOffset(word);
            case SPORT, DPORT, IP_ID, IP_LEN, TCP_WINDOW -> number(word, MAX_SHORT);
            case IP_TTL, IP_TOS -> number(word, MAX_BYTE);
            case LINK ->
                switch (word) {
                    case ">" -> 0;
                    case "<" -> 1;
                    default -> number(word, MAX_BYTE);
                };
            case COUNT, LEN, PAYLOAD_LEN -> number(word, Integer.MAX_VALUE);
            case TS_SEC, TS_USEC, TCP_SEQ, TCP_ACK, AGGREGATE -> number(word, MAX_INT);
        };
    }

    private static long number(final String word, final long maximum) {
        final long number = Long.parseLong(word);
        if (number < 0 || number > maximum) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static int protocol(final String word) {
        return switch (word) {
            case "I" -> Ipv4Header.PROTOCOL_ICMP;
            case "T" -> Ipv4Header.PROTOCOL_TCP;
            case "U" -> Ipv4Header.PROTOCOL_UDP;
            default -> (int) number(word, MAX_BYTE);
        };
    }

    private static int fragmentOffset(final String word) {
        final boolean hasMore = word.endsWith("+");
        final long offset = number(hasMore ? word.substring(0, word.length() - 1) : word, MAX_SHORT);
        return (int) (offset >> FRAGMENT_UNIT_SHIFT) | (hasMore ? MORE_FRAGMENTS : 0);
    }

    private static int flags(final String word) {
        if (word.equals(".")) {
            return 0;
        }
        if (Character.isDigit(word.charAt(0))) {
            return (int) number(word, MAX_BYTE);
        }
        int flags = 0;
        for (int i = 0; i < word.length(); i++) {
            final int bit = SummaryWriter.FLAG_LETTERS.indexOf(word.charAt(i));
            if (bit < 0) {
                throw new IllegalArgumentException("no such flag");
            }
            flags |= 1 << bit;
        }
        return flags;
    }
}
