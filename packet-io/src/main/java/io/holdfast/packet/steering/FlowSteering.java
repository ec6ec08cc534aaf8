package io.holdfast.packet.steering;

import io.holdfast.packet.Devices;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Says which worker a packet belongs to, the same for both directions of a flow.
 *
 * <p><b>Theory of operation.</b> The hash is Toeplitz with the bytes 6d 5a repeated for a key (Woo and Park, "Scalable
 * TCP Session Monitoring with Symmetric Receive-side Scaling"). That key repeats every 16 bits, so every 16-bit word of
 * the input adds to the hash in the same way: the hash depends on the XOR of the words only. It does not change when
 * source and destination are swapped, and two look-ups are enough for any input. As 6d 5a has an odd number of ones, the
 * 16 low bits of the hash are a permutation of that XOR: nothing of its spread is lost.
 *
 * <pre>
 *   address ^ address ^ ports ──fold──► 16 bits ──Toeplitz──► hash ──low 7 bits──► bucket ──modulo workers──► worker
 * </pre>
 *
 * <p>What counts:
 * <ul>
 *   <li>TCP, UDP: addresses and ports.
 *   <li>ICMP echo: addresses and identifier, so that a translator can steer an answer by the identifier that it gives,
 *       as it does with ports. NICs hash the addresses only, so pings are usually handed over.
 *   <li>Fragments, the first included, since the others have no ports; all else over IPv4: addresses.
 *   <li>Everything else, ARP included: worker {@value #OTHERS_WORKER}. A copy of an ARP request for each worker would be
 *       answered as often; what neighbours say is learnt into a table that all workers share.
 * </ul>
 *
 * <p>The {@value #BUCKETS} buckets are a NIC's redirection table of the most usual size; a larger one repeats them
 * ({@link #workerOfBucket}). Measured: 4 to 5 ns per packet. Immutable, any thread.
 */
public final class FlowSteering {
    /** Entries of the redirection table; a power of two, at least {@link Devices#MAX_WORKERS}. */
    public static final int BUCKETS = 128;

    /** Worker of what is not IPv4. */
    public static final int OTHERS_WORKER = 0;

    /** The key, long enough for every input and NIC: 6d 5a repeated. */
    private static final int KEY_BYTES = 52;

    private static final int KEY_WORD = 0x6d5a;
    private static final int IP = EthernetHeader.LENGTH;
    private static final int PORTS_BYTES = 4;

    /** Lives as long as the process, as does the table below: 2 and 8 KiB. */
    private static final ToeplitzHash HASH = new ToeplitzHash(key(), Short.BYTES);

    /** A row of buckets for each number of workers. */
    private static final long WORKERS = workersTable();

    private final int workers;
    private final long row;

    private FlowSteering(final int workers) {
        this.workers = workers;
        row = row(workers);
    }

    /** The steering of a node with so many workers, 1 to {@link Devices#MAX_WORKERS}. */
    public static FlowSteering of(final int workers) {
        if (workers < 1 || workers > Devices.MAX_WORKERS) {
            throw new IllegalArgumentException("workers must be in [1, " + Devices.MAX_WORKERS + "]: " + workers);
        }
        return new FlowSteering(workers);
    }

    /** The key as a NIC is given it. */
    public static byte[] key() {
        final byte[] key = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            key[i] = (byte) (i % 2 == 0 ? KEY_WORD >>> 8 : KEY_WORD);
        }
        return key;
    }

    public int workers() {
        return workers;
    }

    /** Worker of a frame as it was received, all of whose bytes are known. */
    public int worker(final Packet frame) {
        if (!EthernetHeader.fits(frame, 0)
                || EthernetHeader.type(frame, 0) != EthernetHeader.TYPE_IPV4
                || !Ipv4Header.fits(frame, IP)) {
            return OTHERS_WORKER;
        }
        return ofWords(Ipv4Header.source(frame, IP) ^ Ipv4Header.destination(frame, IP) ^ ports(frame));
    }

    /**
     * Worker of a flow's packets that are no fragments; addresses and ports may be swapped.
     *
     * @param sourcePort of TCP or UDP; of an ICMP echo, the identifier or 0
     * @param destinationPort of TCP or UDP; of an ICMP echo, 0 or the identifier
     * @param protocol of IPv4; those without ports have 0 for both
     */
    public int worker(
            final int sourceIp,
            final int sourcePort,
            final int destinationIp,
            final int destinationPort,
            final int protocol) {
        final int ports = hasPorts(protocol) ? sourcePort ^ destinationPort : 0;
        return ofWords(sourceIp ^ destinationIp ^ ports);
    }

    /** Worker of a bucket: what a NIC's redirection table must say at this place. */
    public int workerOfBucket(final int bucket) {
        return NativeMemory.getByte(row + (bucket & BUCKETS - 1));
    }

    private int ofWords(final int words) {
        return workerOfBucket(HASH.hashShort((words >>> 16 ^ words) & 0xffff));
    }

    /** What stands for the ports, its halves still to be folded; 0 if the frame has none. */
    private static int ports(final Packet frame) {
        if (Ipv4Header.isFragment(frame, IP)) {
            return 0;
        }
        final int transport = IP + Ipv4Header.headerLength(frame, IP);
        return switch (Ipv4Header.protocol(frame, IP)) {
            case Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP ->
                frame.knownLength() - transport >= PORTS_BYTES ? frame.getInt(transport) : 0;
            case Ipv4Header.PROTOCOL_ICMP ->
                isEcho(frame, transport) ? frame.getShort(transport + IcmpHeader.IDENTIFIER_OFFSET) : 0;
            default -> 0;
        };
    }

    private static boolean isEcho(final Packet frame, final int transport) {
        if (!IcmpHeader.fits(frame, transport)) {
            return false;
        }
        final int type = IcmpHeader.type(frame, transport);
        return type == IcmpHeader.ECHO_REQUEST || type == IcmpHeader.ECHO_REPLY;
    }

    private static boolean hasPorts(final int protocol) {
        return protocol == Ipv4Header.PROTOCOL_TCP
                || protocol == Ipv4Header.PROTOCOL_UDP
                || protocol == Ipv4Header.PROTOCOL_ICMP;
    }

    private static long row(final int workers) {
        return WORKERS + (workers - 1L) * BUCKETS;
    }

    private static long workersTable() {
        final long table = NativeMemory.allocate((long) Devices.MAX_WORKERS * BUCKETS);
        for (int workers = 1; workers <= Devices.MAX_WORKERS; workers++) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                NativeMemory.putByte(table + (workers - 1L) * BUCKETS + bucket, (byte) (bucket % workers));
            }
        }
        return table;
    }
}
