package io.holdfast.packet;

/** For whom a packet came on its link, as seen by the box that received it. */
public final class PacketType {
    /** For this host; also of packets of which nobody has said. */
    public static final int HOST = 0;

    /** For everybody. */
    public static final int BROADCAST = 1;

    /** For a group. */
    public static final int MULTICAST = 2;

    /** For another host: seen by a promiscuous device only. */
    public static final int OTHER_HOST = 3;

    /** Sent by this box. */
    public static final int OUTGOING = 4;

    private PacketType() {}
}
