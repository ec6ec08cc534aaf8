package io.holdfast.log.secure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What follows the payload of every datagram between nodes, big-endian.
 *
 * <pre>
 *  0    2   3    4        8          16         24         32     36                52
 *  +----+---+----+--------+----------+----------+----------+------+-----------------+
 *  | hF | 2 |kind| key id |  sender  | sequence | receiver | gate |       tag       |
 *  +----+---+----+--------+----------+----------+----------+------+-----------------+
 * </pre>
 *
 * <p>Sender and receiver are instances: random numbers of two nodes' processes. A datagram is for one instance, from
 * one instance, and has a number of its own. The {@link Gate} word is cheap to check, by the kernel, too. The tag is the first half of an HMAC-SHA-256 over payload, trailer and
 * the address that it is sent to (16 bytes, IPv4 mapped, and the port), so that it means nothing at any other socket.
 */
final class DatagramTrailer {
    static final int LENGTH_BYTES = 52;
    static final int TAG_BYTES = 16;

    /** Carries a payload. */
    static final byte DATA = 0;

    /** Asks who is there; the sequence is a challenge. No payload, receiver 0. */
    static final byte GREET = 1;

    /** Answers; the sequence is the challenge. No payload. */
    static final byte WELCOME = 2;

    static final int KEY_ID_OFFSET = 4;
    static final int SENDER_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 16;
    static final int RECEIVER_OFFSET = 24;
    static final int GATE_OFFSET = 32;
    static final int TAG_OFFSET = 36;

    /** What the tag covers besides the trailer: the address that the datagram is sent to. */
    static final int ADDRESS_BYTES = 18;

    /** The first three bytes; the fourth is the kind. */
    static final int START = 0x68460200;

    static final int KIND_MASK = 0xff;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private DatagramTrailer() {}

    /** The kind, or -1 if these bytes are no trailer. */
    static int kind(final byte[] bytes, final int trailer) {
        final int start = intAt(bytes, trailer);
        return (start & ~KIND_MASK) == START ? start & KIND_MASK : -1;
    }

    static void putStart(final byte[] bytes, final int trailer, final byte kind) {
        INTS.set(bytes, trailer, START | kind);
    }

    static int intAt(final byte[] bytes, final int offset) {
        return (int) INTS.get(bytes, offset);
    }

    static void putInt(final byte[] bytes, final int offset, final int value) {
        INTS.set(bytes, offset, value);
    }

    static long longAt(final byte[] bytes, final int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    static void putLong(final byte[] bytes, final int offset, final long value) {
        LONGS.set(bytes, offset, value);
    }
}
