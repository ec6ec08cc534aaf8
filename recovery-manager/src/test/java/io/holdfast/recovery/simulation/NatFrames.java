package io.holdfast.recovery.simulation;

import java.nio.ByteBuffer;

/** UDP frames that carry their number and their flow. */
public final class NatFrames {
    public static final int ETHERNET = 14;
    public static final int IP_LENGTH = 20;
    /** Where the frame's number is; the flow's is behind it. */
    public static final int ID_OFFSET = ETHERNET + IP_LENGTH + 8;
    /** The translator's own address. */
    public static final int OUTER_IP = 0xcb007101;

    private NatFrames() {}

    /** The address of a flow's inner end. */
    public static int inner(final int flow) {
        return 0x0a000002 + flow;
    }

    /** The address of a flow's outer end; two share one. */
    public static int outside(final int flow) {
        return 0xc0000201 + flow % 2;
    }

    /** A frame, with a right checksum of its header. */
    public static byte[] frame(
            final int id, final int flow, final int source, final int sourcePort, final int target, final int port) {
        final ByteBuffer frame = ByteBuffer.allocate(ProgramPacket.LENGTH_BYTES);
        final int length = ProgramPacket.LENGTH_BYTES - ETHERNET;
        frame.putShort(12, (short) 0x0800);
        frame.putShort(ETHERNET, (short) 0x4500).putShort(ETHERNET + 2, (short) length);
        frame.putShort(ETHERNET + 8, (short) 0x4011);
        frame.putInt(ETHERNET + 12, source).putInt(ETHERNET + 16, target);
        frame.putShort(ETHERNET + 10, checksum(frame));
        frame.putShort(ETHERNET + IP_LENGTH, (short) sourcePort).putShort(ETHERNET + IP_LENGTH + 2, (short) port);
        frame.putShort(ETHERNET + IP_LENGTH + 4, (short) (length - IP_LENGTH));
        frame.putInt(ID_OFFSET, id).putInt(ID_OFFSET + 4, flow);
        return frame.array();
    }

    private static short checksum(final ByteBuffer frame) {
        int sum = 0;
        for (int i = 0; i < IP_LENGTH; i += 2) {
            sum += Short.toUnsignedInt(frame.getShort(ETHERNET + i));
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
