package io.holdfast.recovery.simulation;

import java.nio.ByteBuffer;

/**
 * A packet that is a small program, and on its way out the account of its causes.
 *
 * <pre>
 *   0    4     6         7       8     16          24        88                  104      120
 *   +----+-----+---------+-------+-----+-----------+---------+-------------------+--------+
 *   | id |flow | op count| first | acc | count seen| causes  | ops: kind, target | unread |
 *   |    |     |         | event |     |           | 512 bits| 2 bytes each      |        |
 *   +----+-----+---------+-------+-----+-----------+---------+-------------------+--------+
 * </pre>
 *
 * <p>An event is a write: number {@code 2 * first event byte} and up. The causes of a packet are the events that it, or
 * what it read, came from.
 */
record ProgramPacket(int id, int flow, long accumulator, long countSeen, long[] causes) {
    static final int ID = 0;
    static final int FLOW = 4;
    static final int OPS = 6;
    static final int FIRST_EVENT = 7;
    static final int ACCUMULATOR = 8;
    static final int COUNT_SEEN = 16;
    static final int CAUSES = 24;
    static final int CAUSE_WORDS = 8;
    static final int PROGRAM = 88;
    static final int MAX_OPS = 8;
    static final int DEPTH_BYTES = 104;
    static final int LENGTH_BYTES = 120;
    static final int EVENTS = 64 * CAUSE_WORDS;

    /** What an operation does. */
    enum Kind {
        READ,
        WRITE,
        LOCAL,
        COUNT,
        GET,
        TIME,
        RANDOM,
        OUTSIDE_CLOCK,
        KEEP_OUTSIDE_CLOCK,
        LEAK
    }

    static byte[] make(final int id, final int flow, final int firstEvent, final byte[] program) {
        final ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES);
        frame.putInt(ID, id).putShort(FLOW, (short) flow);
        frame.put(OPS, (byte) (program.length / 2)).put(FIRST_EVENT, (byte) (firstEvent / 2));
        frame.put(PROGRAM, program);
        frame.putInt(LENGTH_BYTES - Integer.BYTES, id);
        return frame.array();
    }

    static ProgramPacket read(final byte[] bytes) {
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        final long[] causes = new long[CAUSE_WORDS];
        for (int i = 0; i < CAUSE_WORDS; i++) {
            causes[i] = Long.reverseBytes(frame.getLong(CAUSES + i * Long.BYTES));
        }
        return new ProgramPacket(
                frame.getInt(ID), frame.getShort(FLOW), frame.getLong(ACCUMULATOR), frame.getLong(COUNT_SEEN), causes);
    }

    boolean dependsOn(final int event) {
        return (causes[event >> 6] >>> event & 1) != 0;
    }
}
