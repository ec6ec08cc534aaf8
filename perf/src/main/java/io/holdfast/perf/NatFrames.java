package io.holdfast.perf;

import java.nio.ByteBuffer;

/** Frames for the graph nat.click: LAN 10.0.0.0/24, WAN 203.0.113.0/24, as that graph has by default. */
public final class NatFrames {
    static final int FRAME_BYTES = 60;

    private static final int IP_OFFSET = 14;
    private static final int IP_BYTES = 20;
    private static final int CHECKSUM_OFFSET = 24;
    private static final long LAN_MAC = 0x0200_5e00_0001L;
    private static final int WAN_HOST = 0xcb00_7109;
    private static final int FLOWS_PER_HOST_SHIFT = 12;

    private NatFrames() {}

    /** What makes the host of the WAN known. */
    public static byte[] arpRequest() {
        final long mac = 0x0200_0000_0009L;
        return ethernet(0xffff_ffff_ffffL, mac, 0x0806)
                .putInt(0x0001_0800)
                .putInt(0x0604_0001)
                .putShort((short) (mac >> 32))
                .putInt((int) mac)
                .putInt(WAN_HOST)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0xcb00_7101)
                .array();
    }

    /** A frame of the EtherType for local experiments (IEEE 802), which the graph drops. */
    public static byte[] experimental() {
        return ethernet(0x0200_5e00_0002L, 0x0200_0000_0009L, 0x88b5).array();
    }

    /** A UDP datagram of a numbered flow from the LAN to the WAN. */
    public static byte[] datagram(final int flow) {
        final ByteBuffer frame = ethernet(LAN_MAC, 0x0200_0000_0100L, 0x0800)
                .putInt(0x4500_0000 | FRAME_BYTES - IP_OFFSET)
                .putInt(0)
                .putInt(0x4011_0000)
                .putInt(0x0a00_0002 + (flow >> FLOWS_PER_HOST_SHIFT))
                .putInt(WAN_HOST)
                .putShort((short) (1024 + (flow & (1 << FLOWS_PER_HOST_SHIFT) - 1)))
                .putShort((short) 53)
                .putInt(FRAME_BYTES - IP_OFFSET - IP_BYTES << 16);
        int sum = 0;
        for (int i = IP_OFFSET; i < IP_OFFSET + IP_BYTES; i += 2) {
            sum += Short.toUnsignedInt(frame.getShort(i));
        }
        return frame.putShort(CHECKSUM_OFFSET, (short) ~((sum & 0xffff) + (sum >>> 16)))
                .array();
    }

    private static ByteBuffer ethernet(final long destination, final long source, final int type) {
        return ByteBuffer.allocate(FRAME_BYTES)
                .putShort((short) (destination >> 32))
                .putInt((int) destination)
                .putShort((short) (source >> 32))
                .putInt((int) source)
                .putShort((short) type);
    }
}
