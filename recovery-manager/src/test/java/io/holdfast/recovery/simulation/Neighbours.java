package io.holdfast.recovery.simulation;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The stations on both sides of an address translator that must find them by ARP (RFC 826): they answer queries, or do
 * not, and move to other Ethernet addresses.
 *
 * <p>Times in the graph are short, so that within a run neighbours are learnt, polled, and forgotten.
 */
public final class Neighbours {
    /** The port to the clients. */
    public static final int LAN = 0;
    /** The port to the servers. */
    public static final int WAN = 1;

    /** The translator with an ARPQuerier at each port. */
    public static final String GRAPH = """
            rw :: IPRewriter(pattern 203.0.113.1 1024-1055 - - 0 1, drop,
                             MAPPING_CAPACITY 1024, PORT_TRIES 16, UDP_TIMEOUT 86400);
            lan :: ARPQuerier(10.0.0.1, 02:00:00:00:00:01, TIMEOUT 6, POLL_TIMEOUT 2,
                              CAPACITY 64, ENTRY_PACKET_CAPACITY 32, ENTRY_CAPACITY 64);
            wan :: ARPQuerier(203.0.113.1, 02:00:00:00:00:02, TIMEOUT 6, POLL_TIMEOUT 2,
                              CAPACITY 64, ENTRY_PACKET_CAPACITY 32, ENTRY_CAPACITY 64);
            FromDPDKDevice(lan) -> fromLan :: Classifier(12/0800, 12/0806);
            FromDPDKDevice(wan) -> fromWan :: Classifier(12/0800, 12/0806);
            fromLan[0] -> Strip(14) -> CheckIPHeader -> [0]rw;
            fromWan[0] -> Strip(14) -> CheckIPHeader -> [1]rw;
            fromLan[1] -> [1]lan;
            fromWan[1] -> [1]wan;
            rw[0] -> wan -> ToDPDKDevice(wan);
            rw[1] -> lan -> ToDPDKDevice(lan);
            """;

    /** Names of the elements that find neighbours. */
    static final String[] QUERIERS = {"lan", "wan"};

    private static final int[] ROUTER_IPS = {0x0a000001, NatFrames.OUTER_IP};
    private static final short IPV4 = 0x0800;
    private static final short ARP = 0x0806;
    private static final short REQUEST = 1;
    private static final short REPLY = 2;
    private static final int ARP_BYTES = 42;
    private static final int OPERATION = 20;
    private static final int SENDER_MAC = 22;
    private static final int SENDER_IP = 28;
    private static final int TARGET_MAC = 32;
    /** Where a query names whom it is for. */
    public static final int TARGET_IP = 38;

    private static final long FIRST_MAC = 0x0200_0000_1000L;
    private static final int MOVE_PERCENT = 10;

    private final RandomGenerator random;
    private final Map<Integer, Long> macs = new HashMap<>();
    private final Set<Long> said = new HashSet<>();
    private long nextMac = FIRST_MAC;

    /** Makes neighbours of which the translator knows nothing. */
    public Neighbours(final RandomGenerator random) {
        this.random = random;
    }

    /** Whether a frame is of ARP. */
    public static boolean isArp(final byte[] frame) {
        return ByteBuffer.wrap(frame).getShort(12) == ARP;
    }

    /** What a neighbour says to what has left by a port; null if that is no query. It may have moved. */
    public byte[] answer(final int port, final byte[] bytes) {
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        if (!isArp(bytes) || frame.getShort(OPERATION) != REQUEST) {
            return null;
        }
        final int ip = frame.getInt(TARGET_IP);
        if (frame.getInt(SENDER_IP) != ROUTER_IPS[port] || ip == ROUTER_IPS[port]) {
            throw new Violation("a query by port " + port + " is for " + Integer.toHexString(ip));
        }
        if (random.nextInt(100) < MOVE_PERCENT) {
            macs.remove(ip);
        }
        return announce(port, ip);
    }

    /** A neighbour says to the translator who it is. */
    public byte[] announce(final int port, final int ip) {
        final long mac = macs.computeIfAbsent(ip, key -> nextMac++);
        said.add(key(ip, mac));
        final ByteBuffer frame = ByteBuffer.allocate(ARP_BYTES);
        putMac(frame, 0, port + 1L | 0x0200_0000_0000L);
        putMac(frame, 6, mac);
        frame.putShort(12, ARP).putShort(14, (short) 1).putShort(16, IPV4).putShort(18, (short) 0x0604);
        frame.putShort(OPERATION, REPLY);
        putMac(frame, SENDER_MAC, mac);
        frame.putInt(SENDER_IP, ip);
        putMac(frame, TARGET_MAC, port + 1L | 0x0200_0000_0000L);
        frame.putInt(TARGET_IP, ROUTER_IPS[port]);
        return frame.array();
    }

    /** What leaves for a neighbour must be for an Ethernet address that it once had. */
    public void check(final byte[] bytes) {
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        final int ip = frame.getInt(NatFrames.ETHERNET + 16);
        final long mac = frame.getLong(0) >>> 16;
        if (!said.contains(key(ip, mac))) {
            throw new Violation("a packet for " + Integer.toHexString(ip) + " left for " + Long.toHexString(mac)
                    + ", which never was its address");
        }
    }

    private static long key(final int ip, final long mac) {
        return (long) ip << 32 | mac & 0xffff_ffffL;
    }

    private static void putMac(final ByteBuffer frame, final int offset, final long mac) {
        frame.putShort(offset, (short) (mac >>> 32)).putInt(offset + 2, (int) mac);
    }
}
