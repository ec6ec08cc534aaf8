package io.holdfast.perf.load;

/**
 * Where things are in a frame of ours: UDP over IPv4, and a payload that names the packet.
 *
 * <pre>
 *   0 Ethernet   14 IPv4   34 UDP   42 magic 2 | flow 4 | sequence 4 | stamp 8   60 pattern ... end
 * </pre>
 *
 * The flow is the number of an open flow, or of a new one with the magic saying so. The stamp is when the packet was to
 * be sent. The pattern is the same in all frames: a byte's value is a function of its offset. The UDP checksum covers
 * everything but the pattern's place, which is compared byte by byte.
 */
final class FrameLayout {
    static final int ETHERNET_BYTES = 14;
    static final int IP = 14;
    static final int IP_BYTES = 20;
    static final int IP_LENGTH = IP + 2;
    static final int IP_IDENTIFICATION = IP + 4;
    static final int IP_TTL = IP + 8;
    static final int IP_CHECKSUM = IP + 10;
    static final int IP_SOURCE = IP + 12;
    static final int IP_DESTINATION = IP + 16;
    static final int UDP = 34;
    static final int UDP_DESTINATION_PORT = UDP + 2;
    static final int UDP_LENGTH = UDP + 4;
    static final int UDP_CHECKSUM = UDP + 6;
    static final int MAGIC = 42;
    static final int FLOW = 44;
    static final int SEQUENCE = 48;
    static final int STAMP = 52;
    static final int PATTERN = 60;

    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;
    static final int PROTOCOL_UDP = 17;
    static final int TTL = 64;

    static final int MAGIC_OUT = 0x484f;
    static final int MAGIC_IN = 0x4849;
    static final int MAGIC_NEW = 0x484e;

    private FrameLayout() {}

    static int patternByte(final int offset) {
        return offset * 151 + 47 & 0xff;
    }
}
