package io.holdfast.perf.load;

import org.agrona.collections.LongHashSet;

/** What is known of each open flow: packets sent and seen each way, and the port that the box has given it. */
final class FlowTable {
    private final AddressPlan addresses;
    private final int[] sentOut;
    private final int[] sentIn;
    private final int[] seenOut;
    private final int[] seenIn;
    private final char[] mappedPort;
    private final LongHashSet mapped;
    private int mappedCount;

    FlowTable(final AddressPlan addresses, final int flows) {
        this.addresses = addresses;
        sentOut = new int[flows];
        sentIn = new int[flows];
        seenOut = new int[flows];
        seenIn = new int[flows];
        mappedPort = new char[flows];
        mapped = new LongHashSet(Math.max(64, 2 * flows));
    }

    int flows() {
        return sentOut.length;
    }

    /** Number of the next packet of a flow towards the WAN, which is taken as sent. */
    int takeOut(final int flow) {
        return sentOut[flow]++;
    }

    int takeIn(final int flow) {
        return sentIn[flow]++;
    }

    /** Gives back a number whose packet the link did not take. */
    void untakeOut(final int flow) {
        sentOut[flow]--;
    }

    void untakeIn(final int flow) {
        sentIn[flow]--;
    }

    /** Notes that a packet has come out of the box; false if it is behind a later one, or was never sent. */
    boolean arriveOut(final int flow, final int sequence) {
        final boolean isInOrder = sequence - seenOut[flow] >= 0 && sequence - sentOut[flow] < 0;
        if (isInOrder) {
            seenOut[flow] = sequence + 1;
        }
        return isInOrder;
    }

    boolean arriveIn(final int flow, final int sequence) {
        final boolean isInOrder = sequence - seenIn[flow] >= 0 && sequence - sentIn[flow] < 0;
        if (isInOrder) {
            seenIn[flow] = sequence + 1;
        }
        return isInOrder;
    }

    /** Port that the flow is translated to, 0 if none is known. */
    int mappedPort(final int flow) {
        return mappedPort[flow];
    }

    /**
     * Compares a flow's outer port with what is known; the first time it becomes known.
     *
     * @return false if it is another one than before, or another flow's to the same destination
     */
    boolean isMappedTo(final int flow, final int port) {
        if (mappedPort[flow] == port) {
            return true;
        }
        if (mappedPort[flow] != 0 || port < AddressPlan.FIRST_MAPPED_PORT) {
            return false;
        }
        final long key = (addresses.destination(flow) & 0xffff_ffffL) << 16 | port;
        if (!mapped.add(key)) {
            return false;
        }
        mappedPort[flow] = (char) port;
        mappedCount++;
        return true;
    }

    /** Flows whose mapping is known. */
    int mappedCount() {
        return mappedCount;
    }

    /** Whether an answer to the flow has come through. */
    boolean isAnswered(final int flow) {
        return seenIn[flow] > 0;
    }
}
