package io.holdfast.element.ethernet;

import io.holdfast.packet.Packet;

/**
 * Messages between bridges (IEEE 802.1D-1998 clause 9): configuration, and notice of a changed topology.
 *
 * <pre>
 *  0          14        17         19       20    21     22       30      34      42    44   46   48     50
 *  +----------+---------+----------+--------+-----+------+--------+-------+-------+-----+----+----+------+-----+
 *  | Ethernet | 42 42 03| protocol | version| type| flags| root   | cost  | bridge| port| age| max| hello|delay|
 *  +----------+---------+----------+--------+-----+------+--------+-------+-------+-----+----+----+------+-----+
 * </pre>
 *
 * <p>Times are in 1/256 s.
 */
final class Bpdu {
    static final long GROUP = 0x0180_c200_0000L;
    static final int CONFIGURATION = 0;
    static final int TOPOLOGY_CHANGE_NOTICE = 0x80;
    static final int FLAG_CHANGE = 0x01;
    static final int FLAG_ACKNOWLEDGE = 0x80;

    private static final int LLC = 14;
    private static final int PROTOCOL = 17;
    private static final int TYPE = 20;
    private static final int FLAGS = 21;
    private static final int ROOT = 22;
    private static final int COST = 30;
    private static final int BRIDGE = 34;
    private static final int PORT = 42;
    private static final int AGE = 44;
    private static final int MAX_AGE = 46;
    private static final int HELLO = 48;
    private static final int DELAY = 50;
    private static final int CONFIGURATION_END = 52;
    private static final int NOTICE_END = 21;
    private static final long NS_PER_TICK = 1_000_000_000L / 256;

    private Bpdu() {}

    /** Type of a message; -1 if the frame is none, or not whole. */
    static int type(final Packet frame) {
        if (frame.knownLength() < NOTICE_END
                || frame.getShort(LLC) != 0x4242
                || frame.getByte(LLC + 2) != 3
                || frame.getShort(PROTOCOL) != 0) {
            return -1;
        }
        final int type = frame.getByte(TYPE);
        final boolean isWhole =
                type == TOPOLOGY_CHANGE_NOTICE || type == CONFIGURATION && frame.knownLength() >= CONFIGURATION_END;
        return isWhole ? type : -1;
    }

    static int flags(final Packet frame) {
        return frame.getByte(FLAGS);
    }

    static BridgeVector vector(final Packet frame) {
        return new BridgeVector(
                longAt(frame, ROOT),
                Integer.toUnsignedLong(frame.getInt(COST)),
                longAt(frame, BRIDGE),
                frame.getShort(PORT));
    }

    static long ageNs(final Packet frame) {
        return frame.getShort(AGE) * NS_PER_TICK;
    }

    static long maxAgeNs(final Packet frame) {
        return frame.getShort(MAX_AGE) * NS_PER_TICK;
    }

    /** Writes a notice into a frame of the smallest length, which is zeros. */
    static void writeNotice(final Packet frame, final long source) {
        EtherFields.write(frame, GROUP, source, NOTICE_END - LLC);
        frame.putShort(LLC, 0x4242);
        frame.putByte(LLC + 2, 3);
        frame.putByte(TYPE, TOPOLOGY_CHANGE_NOTICE);
    }

    /** Writes a configuration into a frame of the smallest length, which is zeros. */
    static void writeConfiguration(
            final Packet frame, final long source, final BridgeVector vector, final int flags, final long ageNs) {
        EtherFields.write(frame, GROUP, source, CONFIGURATION_END - LLC);
        frame.putShort(LLC, 0x4242);
        frame.putByte(LLC + 2, 3);
        frame.putByte(TYPE, CONFIGURATION);
        frame.putByte(FLAGS, flags);
        putLong(frame, ROOT, vector.root());
        frame.putInt(COST, (int) vector.cost());
        putLong(frame, BRIDGE, vector.bridge());
        frame.putShort(PORT, vector.port());
        frame.putShort(AGE, (int) (ageNs / NS_PER_TICK));
        frame.putShort(MAX_AGE, ticks(EtherSpanTree.MAX_AGE_NS));
        frame.putShort(HELLO, ticks(EtherSpanTree.HELLO_NS));
        frame.putShort(DELAY, ticks(EtherSpanTree.FORWARD_DELAY_NS));
    }

    private static int ticks(final long timeNs) {
        return (int) (timeNs * 256 / 1_000_000_000L);
    }

    private static long longAt(final Packet frame, final int offset) {
        return (long) frame.getInt(offset) << 32 | Integer.toUnsignedLong(frame.getInt(offset + 4));
    }

    private static void putLong(final Packet frame, final int offset, final long value) {
        frame.putInt(offset, (int) (value >>> 32));
        frame.putInt(offset + 4, (int) value);
    }
}
