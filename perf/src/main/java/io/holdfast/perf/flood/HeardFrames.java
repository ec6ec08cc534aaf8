package io.holdfast.perf.flood;

import io.holdfast.packet.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stranger has heard of datagrams to a node: the last few of each of its ports. Ethernet, IPv4 and UDP headers are
 * taken to be as short as they can be.
 */
final class HeardFrames {
    /** Kept of each port; a later one takes the place of the oldest. */
    static final int PER_PORT = 64;

    /** Ports at most. */
    static final int PORTS = 64;

    static final int IP_OFFSET = 14;
    static final int UDP_OFFSET = IP_OFFSET + 20;
    static final int PAYLOAD_OFFSET = UDP_OFFSET + 8;
    private static final int ETHER_TYPE_OFFSET = 12;
    private static final int IPV4 = 0x0800;
    private static final int PLAIN_HEADER = 0x45;
    private static final int PROTOCOL_OFFSET = IP_OFFSET + 9;
    private static final int DESTINATION_OFFSET = IP_OFFSET + 16;
    private static final int UDP = 17;

    private final int nodeAddress;
    private final Map<Integer, List<byte[]>> byPort = new TreeMap<>();
    private long count;

    /** @param nodeAddress IPv4, as a number */
    HeardFrames(final int nodeAddress) {
        this.nodeAddress = nodeAddress;
    }

    /** Looks at a frame, and keeps it if it is what is wanted. */
    void onFrame(final long address, final int length) {
        if (length < PAYLOAD_OFFSET
                || NativeMemory.getShortBe(address + ETHER_TYPE_OFFSET) != IPV4
                || NativeMemory.getByte(address + IP_OFFSET) != PLAIN_HEADER
                || NativeMemory.getByte(address + PROTOCOL_OFFSET) != UDP
                || NativeMemory.getIntBe(address + DESTINATION_OFFSET) != nodeAddress) {
            return;
        }
        final byte[] frame = new byte[length];
        NativeMemory.copyToArray(address, frame, 0, length);
        final int port = ByteBuffer.wrap(frame).getShort(UDP_OFFSET + 2) & 0xffff;
        if (byPort.size() == PORTS && !byPort.containsKey(port)) {
            return;
        }
        final List<byte[]> kept = byPort.computeIfAbsent(port, key -> new ArrayList<>());
        if (kept.size() == PER_PORT) {
            kept.removeFirst();
        }
        kept.add(frame);
        count++;
    }

    /** By destination port. */
    Map<Integer, List<byte[]>> byPort() {
        return byPort;
    }

    /** All that were of use, kept or not. */
    long count() {
        return count;
    }
}
