package io.holdfast.log.secure;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the program that lets through to a UDP socket only what may be a sealed datagram for it ({@link
 * DatagramTrailer}).
 *
 * <p>What it lets through is looked at as ever; what it drops would have been ignored: what has no trailer, is for another
 * instance, has a number that came before the program was made, or whose {@link Gate} word is wrong. So whoever has no key
 * can at best have through what he hears, until its number is known to have come. Of questions who is there, which have no such
 * numbers, it lets one in {@value #GREETINGS_KEPT} through, by chance: the peer's own come every {@link
 * PeerSession#GREETING_INTERVAL_NS}.
 *
 * <p>It costs some 0.2 us for a datagram that gets as far as the gate.
 */
final class FilterProgram {
    /** Of so many greetings one is let through; a power of two. */
    static final int GREETINGS_KEPT = 16;

    /** With more keys than this, in a rotation that was interrupted, the gate is left to the seal: there is no room. */
    static final int MOST_KEYS = 3;

    private static final int UDP_HEADER_BYTES = 8;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int HALF = Integer.BYTES;

    // Words of the program's memory.
    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int KIND = 3;
    /** Whether the sender is a seal's peer: its place plus one; else 0. */
    private static final int KNOWN = 4;

    private static final int TRAILER = 5;

    private final FilterCode code = new FilterCode();
    private final List<DatagramSeal> seals;

    private FilterProgram(final List<DatagramSeal> seals) {
        this.seals = seals;
    }

    /** Of datagrams for some instances, at one socket; all seals have the same keys. */
    static long[] of(final List<DatagramSeal> seals, final GroupKeyRing ring) {
        final FilterProgram program = new FilterProgram(seals);
        program.trailer();
        program.instances();
        program.gates(ring);
        return program.code.toArray();
    }

    /** Goes on with the kind kept, and the index at the trailer; drops what has none. */
    private void trailer() {
        code.add(FilterCode.LOAD_LENGTH);
        code.dropUnless(FilterCode.IF_AT_LEAST, UDP_HEADER_BYTES + DatagramTrailer.LENGTH_BYTES);
        code.add(FilterCode.SUBTRACT, DatagramTrailer.LENGTH_BYTES);
        code.keep(TRAILER);
        code.add(FilterCode.TO_INDEX);
        code.add(FilterCode.LOAD_INDEXED, 0);
        code.add(FilterCode.AND, ~DatagramTrailer.KIND_MASK);
        code.dropUnless(FilterCode.IF_EQUAL, DatagramTrailer.START);
        code.add(FilterCode.LOAD_INDEXED, 0);
        code.add(FilterCode.AND, DatagramTrailer.KIND_MASK);
        code.keep(KIND);
        code.add(FilterCode.LOAD_NUMBER, 0);
        code.keep(KNOWN);
    }

    /** Goes on with greetings, and what is for one of the instances. */
    private void instances() {
        final List<Integer> ends = new ArrayList<>();
        code.add(FilterCode.LOAD_KEPT, KIND);
        final int notGreeting = code.leaveUnless(FilterCode.IF_EQUAL, DatagramTrailer.GREET);
        code.add(FilterCode.LOAD, FilterCode.RANDOM);
        code.add(FilterCode.AND, GREETINGS_KEPT - 1);
        code.dropUnless(FilterCode.IF_EQUAL, 0);
        ends.add(code.leave());
        code.here(notGreeting);
        for (int i = 0; i < seals.size(); i++) {
            final List<Integer> others = new ArrayList<>();
            leaveUnlessLong(
                    others, DatagramTrailer.RECEIVER_OFFSET, seals.get(i).ownInstance());
            leaveUnlessLong(ends, DatagramTrailer.SENDER_OFFSET, seals.get(i).peerInstance());
            code.add(FilterCode.LOAD_NUMBER, i + 1);
            code.keep(KNOWN);
            code.add(FilterCode.LOAD_KEPT, KIND);
            ends.add(code.leaveUnless(FilterCode.IF_EQUAL, DatagramTrailer.DATA));
            number(seals.get(i));
            ends.add(code.leave());
            others.forEach(code::here);
        }
        code.add(FilterCode.RETURN, 0);
        ends.forEach(code::here);
    }

    private void leaveUnlessLong(final List<Integer> left, final int offset, final long value) {
        code.add(FilterCode.LOAD_INDEXED, offset);
        left.add(code.leaveUnless(FilterCode.IF_EQUAL, high(value)));
        code.add(FilterCode.LOAD_INDEXED, offset + HALF);
        left.add(code.leaveUnless(FilterCode.IF_EQUAL, (int) value));
    }

    /** Drops a number that came, or is too old: also, once in 2^32 numbers, some that are only late. */
    private void number(final DatagramSeal seal) {
        final long highest = seal.highestNumber();
        final long taken = seal.takenNumbers();
        code.add(FilterCode.LOAD_INDEXED, DatagramTrailer.SEQUENCE_OFFSET);
        code.dropUnless(FilterCode.IF_AT_LEAST, high(highest));
        final int notEqual = code.leaveUnless(FilterCode.IF_EQUAL, high(highest));
        code.add(FilterCode.LOAD_INDEXED, DatagramTrailer.SEQUENCE_OFFSET + HALF);
        code.jump(FilterCode.IF_ABOVE, (int) highest, 0, 1);
        final int higher = code.leave();
        code.add(FilterCode.NEGATE);
        code.add(FilterCode.ADD, (int) highest);
        code.dropIf(FilterCode.IF_AT_LEAST, ReplayWindow.LATE);
        final int inLowHalf = code.leaveUnless(FilterCode.IF_AT_LEAST, Integer.SIZE);
        code.add(FilterCode.SUBTRACT, Integer.SIZE);
        dropIfTaken(high(taken));
        final int done = code.leave();
        code.here(inLowHalf);
        dropIfTaken((int) taken);
        code.here(done);
        code.here(higher);
        code.here(notEqual);
    }

    /** By the accumulator's bit of a word. */
    private void dropIfTaken(final int taken) {
        code.add(FilterCode.TO_INDEX);
        code.add(FilterCode.LOAD_NUMBER, taken);
        code.add(FilterCode.SHIFT_RIGHT_BY_INDEX);
        code.add(FilterCode.AND, 1);
        code.dropUnless(FilterCode.IF_EQUAL, 0);
        code.add(FilterCode.INDEX_KEPT, TRAILER);
    }

    /** Ends: what has the right word for its key is taken. */
    private void gates(final GroupKeyRing ring) {
        if (ring.keys().size() > MOST_KEYS) {
            code.add(FilterCode.RETURN, FilterCode.WHOLE);
            return;
        }
        for (final GroupKey key : ring.keys()) {
            code.add(FilterCode.INDEX_KEPT, TRAILER);
            code.add(FilterCode.LOAD_INDEXED, DatagramTrailer.KEY_ID_OFFSET);
            final int otherKey = code.leaveUnless(FilterCode.IF_EQUAL, key.id());
            gate(GateCipher.of(key));
            code.here(otherKey);
        }
        code.add(FilterCode.RETURN, 0);
    }

    /** As {@link Gate#word}. */
    private void gate(final GateCipher cipher) {
        final List<Integer> started = new ArrayList<>();
        for (int i = 0; i < seals.size(); i++) {
            code.add(FilterCode.LOAD_KEPT, KNOWN);
            final int another = code.leaveUnless(FilterCode.IF_EQUAL, i + 1);
            final long start = cipher.encrypt(seals.get(i).peerInstance());
            code.add(FilterCode.LOAD_NUMBER, high(start));
            code.keep(HIGH);
            code.add(FilterCode.LOAD_NUMBER, (int) start);
            code.keep(LOW);
            started.add(code.leave());
            code.here(another);
        }
        code.add(FilterCode.LOAD_INDEXED, DatagramTrailer.SENDER_OFFSET);
        code.keep(HIGH);
        code.add(FilterCode.LOAD_INDEXED, DatagramTrailer.SENDER_OFFSET + HALF);
        code.keep(LOW);
        encrypt(cipher);
        started.forEach(code::here);
        code.add(FilterCode.INDEX_KEPT, TRAILER);
        mixIn(HIGH, DatagramTrailer.SEQUENCE_OFFSET);
        mixIn(LOW, DatagramTrailer.SEQUENCE_OFFSET + HALF);
        mixInPlace();
        encrypt(cipher);
        code.add(FilterCode.INDEX_KEPT, TRAILER);
        code.add(FilterCode.LOAD_INDEXED, DatagramTrailer.GATE_OFFSET);
        code.add(FilterCode.INDEX_KEPT, LOW);
        code.jump(FilterCode.IF_EQUAL_INDEX, 0, 0, 1);
        code.add(FilterCode.RETURN, FilterCode.WHOLE);
        code.add(FilterCode.RETURN, 0);
    }

    private void mixIn(final int word, final int offset) {
        code.add(FilterCode.LOAD_INDEXED, offset);
        code.add(FilterCode.INDEX_KEPT, word);
        code.add(FilterCode.XOR_INDEX);
        code.keep(word);
        code.add(FilterCode.INDEX_KEPT, TRAILER);
    }

    private void mixInPlace() {
        code.add(FilterCode.LOAD_KEPT, KIND);
        code.add(FilterCode.SHIFT_LEFT, Gate.KIND_SHIFT - Integer.SIZE);
        code.add(FilterCode.INDEX_KEPT, HIGH);
        code.add(FilterCode.XOR_INDEX);
        code.keep(HIGH);
        code.add(FilterCode.LOAD_HALF, DESTINATION_PORT_OFFSET);
        code.add(FilterCode.SHIFT_LEFT, Gate.PORT_SHIFT - Integer.SIZE);
        code.add(FilterCode.INDEX_KEPT, HIGH);
        code.add(FilterCode.XOR_INDEX);
        code.keep(HIGH);
    }

    /** The two words kept; {@link GateCipher#encrypt}. */
    private void encrypt(final GateCipher cipher) {
        for (int round = 0; round < GateCipher.ROUNDS; round++) {
            rotateRight(HIGH, GateCipher.RIGHT_BITS);
            code.add(FilterCode.INDEX_KEPT, LOW);
            code.add(FilterCode.ADD_INDEX);
            code.add(FilterCode.XOR, cipher.roundKey(round));
            code.keep(HIGH);
            rotateRight(LOW, Integer.SIZE - GateCipher.LEFT_BITS);
            code.add(FilterCode.INDEX_KEPT, HIGH);
            code.add(FilterCode.XOR_INDEX);
            code.keep(LOW);
        }
    }

    /** Into the accumulator. */
    private void rotateRight(final int word, final int bits) {
        code.add(FilterCode.LOAD_KEPT, word);
        code.add(FilterCode.SHIFT_RIGHT, bits);
        code.add(FilterCode.TO_INDEX);
        code.add(FilterCode.LOAD_KEPT, word);
        code.add(FilterCode.SHIFT_LEFT, Integer.SIZE - bits);
        code.add(FilterCode.OR_INDEX);
    }

    private static int high(final long value) {
        return (int) (value >>> Integer.SIZE);
    }
}
