package io.holdfast.log.secure;

import java.util.Arrays;

/**
 * Writes the program that lets through to a UDP socket only what may be a sealed datagram for it ({@link
 * DatagramTrailer}), as Linux's packet filter wants it (McCanne and Jacobson, "The BSD Packet Filter", 1993).
 *
 * <p>What it lets through is looked at as ever; what it drops would have been ignored. Of questions who is there it lets
 * one in {@value #GREETINGS_KEPT} through, by chance: the peer's own come every {@link PeerSession#GREETING_INTERVAL_NS}.
 */
final class FilterProgram {
    /** Of so many greetings one is let through; a power of two. */
    static final int GREETINGS_KEPT = 16;

    private static final int LOAD = 0x20;
    private static final int LOAD_LENGTH = 0x80;
    private static final int LOAD_INDEXED = 0x40;
    private static final int LOAD_KEPT = 0x60;
    private static final int KEEP = 0x02;
    private static final int SUBTRACT = 0x14;
    private static final int AND = 0x54;
    private static final int TO_INDEX = 0x07;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_ABOVE = 0x25;
    private static final int IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;
    private static final int RANDOM = -0x1000 + 56;
    private static final int WHOLE = -1;
    private static final int UDP_HEADER_BYTES = 8;
    private static final int MOST_INSTRUCTIONS = 512;
    private static final int HALF = Integer.BYTES;

    private final long[] instructions = new long[MOST_INSTRUCTIONS];
    private int count;

    /** Of datagrams for some instances, at one socket. */
    static long[] of(final Iterable<DatagramSeal> seals) {
        final FilterProgram program = new FilterProgram();
        program.trailer();
        program.greetings();
        seals.forEach(program::instance);
        program.add(RETURN, 0);
        return Arrays.copyOf(program.instructions, program.count);
    }

    /** Goes on with the kind kept, and the index at the trailer; drops what has none. */
    private void trailer() {
        add(LOAD_LENGTH, 0);
        dropUnless(IF_AT_LEAST, UDP_HEADER_BYTES + DatagramTrailer.LENGTH_BYTES);
        add(SUBTRACT, DatagramTrailer.LENGTH_BYTES);
        add(TO_INDEX, 0);
        add(LOAD_INDEXED, 0);
        add(AND, ~DatagramTrailer.KIND_MASK);
        dropUnless(IF_EQUAL, DatagramTrailer.START);
        add(LOAD_INDEXED, 0);
        add(AND, DatagramTrailer.KIND_MASK);
        add(KEEP, 0);
    }

    /** Ends for greetings. */
    private void greetings() {
        jump(IF_EQUAL, DatagramTrailer.GREET, 0, 5);
        add(LOAD, RANDOM);
        add(AND, GREETINGS_KEPT - 1);
        jump(IF_EQUAL, 0, 0, 1);
        add(RETURN, WHOLE);
        add(RETURN, 0);
    }

    /** Ends for what is for an instance: drops of its peer's numbers those that are too old. */
    private void instance(final DatagramSeal seal) {
        final long own = seal.ownInstance();
        final long peer = seal.peerInstance();
        final long oldest = seal.oldestNumber();
        add(LOAD_INDEXED, DatagramTrailer.RECEIVER_OFFSET);
        jump(IF_EQUAL, high(own), 0, 15);
        add(LOAD_INDEXED, DatagramTrailer.RECEIVER_OFFSET + HALF);
        jump(IF_EQUAL, (int) own, 0, 13);
        add(LOAD_KEPT, 0);
        jump(IF_EQUAL, DatagramTrailer.DATA, 0, 10);
        add(LOAD_INDEXED, DatagramTrailer.SENDER_OFFSET);
        jump(IF_EQUAL, high(peer), 0, 8);
        add(LOAD_INDEXED, DatagramTrailer.SENDER_OFFSET + HALF);
        jump(IF_EQUAL, (int) peer, 0, 6);
        add(LOAD_INDEXED, DatagramTrailer.SEQUENCE_OFFSET);
        jump(IF_ABOVE, high(oldest), 4, 0);
        jump(IF_EQUAL, high(oldest), 0, 2);
        add(LOAD_INDEXED, DatagramTrailer.SEQUENCE_OFFSET + HALF);
        jump(IF_AT_LEAST, (int) oldest, 1, 0);
        add(RETURN, 0);
        add(RETURN, WHOLE);
    }

    private static int high(final long value) {
        return (int) (value >>> Integer.SIZE);
    }

    private void dropUnless(final int code, final int operand) {
        jump(code, operand, 1, 0);
        add(RETURN, 0);
    }

    private void add(final int code, final int operand) {
        jump(code, operand, 0, 0);
    }

    private void jump(final int code, final int operand, final int ifTrue, final int ifFalse) {
        instructions[count++] = code | (long) ifTrue << 16 | (long) ifFalse << 24 | (long) operand << Integer.SIZE;
    }
}
