package io.holdfast.perf.load;

import static io.holdfast.perf.load.FrameLayout.ETHERNET_BYTES;
import static io.holdfast.perf.load.FrameLayout.FLOW;
import static io.holdfast.perf.load.FrameLayout.IP;
import static io.holdfast.perf.load.FrameLayout.IP_BYTES;
import static io.holdfast.perf.load.FrameLayout.IP_DESTINATION;
import static io.holdfast.perf.load.FrameLayout.IP_IDENTIFICATION;
import static io.holdfast.perf.load.FrameLayout.IP_LENGTH;
import static io.holdfast.perf.load.FrameLayout.IP_SOURCE;
import static io.holdfast.perf.load.FrameLayout.IP_TTL;
import static io.holdfast.perf.load.FrameLayout.MAGIC;
import static io.holdfast.perf.load.FrameLayout.PATTERN;
import static io.holdfast.perf.load.FrameLayout.PROTOCOL_UDP;
import static io.holdfast.perf.load.FrameLayout.SEQUENCE;
import static io.holdfast.perf.load.FrameLayout.STAMP;
import static io.holdfast.perf.load.FrameLayout.TTL;
import static io.holdfast.perf.load.FrameLayout.UDP;
import static io.holdfast.perf.load.FrameLayout.UDP_DESTINATION_PORT;
import static io.holdfast.perf.load.FrameLayout.UDP_LENGTH;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.InternetChecksum;

/**
 * Checks every frame that comes back: addresses, translation, header fields, checksums, payload, order in its flow.
 *
 * <p><b>Theory of operation.</b> A packet names its flow and its number. From the flow follow the addresses that it must
 * have on either side of the box, but for the outer port, which is learned from a flow's first packet, must be no other
 * flow's towards that destination, and must never change. The UDP checksum is computed over header, names and
 * pseudo-header; the rest of the payload is compared with the pattern. A gap in a flow's numbers is found at the end, as
 * the difference of what was sent and what has arrived.
 *
 * <p>Used by the generator's thread; allocates nothing per frame.
 */
final class Meter {
    private static final int MASK = 0xffff;
    private static final int VERSION_LENGTH_TOS = 0x4500;

    private final AddressPlan addresses;
    private final FlowTable flows;
    private final long pattern;
    private final long[] patternSums;
    private final long[] counts = new long[Verdict.values().length];
    private GoodPacketListener listener = stampNs -> {};
    private long nextNew;
    private long sentNew;

    Meter(final AddressPlan addresses, final FlowTable flows) {
        this.addresses = addresses;
        this.flows = flows;
        pattern = NativeMemory.allocate(FrameMix.MAX_BYTES);
        for (int offset = PATTERN; offset < FrameMix.MAX_BYTES; offset++) {
            NativeMemory.putByte(pattern + offset, (byte) FrameLayout.patternByte(offset));
        }
        patternSums = new long[FrameMix.MAX_BYTES];
        for (int length = PATTERN; length < FrameMix.MAX_BYTES; length++) {
            patternSums[length] = InternetChecksum.sum(pattern + PATTERN, length - PATTERN);
        }
    }

    void listener(final GoodPacketListener newListener) {
        listener = newListener;
    }

    /** The n-th new flow has been sent: from then on it may arrive. */
    void newFlowsSent(final long count) {
        sentNew = count;
    }

    /** Judges a frame that the box sent out of its WAN port. */
    Verdict onWanFrame(final long at, final int length) {
        return count(judgeOut(at, length), at);
    }

    /** Judges a frame that the box sent out of its LAN port. */
    Verdict onLanFrame(final long at, final int length) {
        return count(judgeIn(at, length), at);
    }

    private Verdict count(final Verdict verdict, final long at) {
        counts[verdict.ordinal()]++;
        if (verdict == Verdict.GOOD) {
            listener.onGood(NativeMemory.getLongBe(at + STAMP));
        }
        return verdict;
    }

    private Verdict judgeOut(final long at, final int length) {
        final Verdict shape = judgeShape(at, length, AddressPlan.WAN_MAC, AddressPlan.GATEWAY_MAC);
        if (shape != Verdict.GOOD) {
            return shape;
        }
        final int magic = NativeMemory.getShortBe(at + MAGIC);
        final int flow = NativeMemory.getIntBe(at + FLOW);
        if (NativeMemory.getIntBe(at + IP_SOURCE) != AddressPlan.WAN_IP
                || NativeMemory.getShortBe(at + UDP_DESTINATION_PORT) != AddressPlan.SERVER_PORT) {
            return Verdict.MISROUTED;
        }
        return switch (magic) {
            case FrameLayout.MAGIC_OUT -> judgeOpenFlow(at, flow);
            case FrameLayout.MAGIC_NEW -> judgeNewFlow(at, flow);
            case FrameLayout.MAGIC_IN -> Verdict.MISROUTED;
            default -> Verdict.CORRUPTED;
        };
    }

    private Verdict judgeOpenFlow(final long at, final int flow) {
        if (flow < 0 || flow >= flows.flows()) {
            return Verdict.CORRUPTED;
        }
        if (NativeMemory.getIntBe(at + IP_DESTINATION) != addresses.destination(flow)
                || !flows.isMappedTo(flow, NativeMemory.getShortBe(at + UDP))) {
            return Verdict.MISROUTED;
        }
        return flows.arriveOut(flow, NativeMemory.getIntBe(at + SEQUENCE)) ? Verdict.GOOD : Verdict.LATE;
    }

    private Verdict judgeNewFlow(final long at, final int low) {
        // A flow's number is cut to 32 bits; it is the next one but for those that were lost.
        final long number = nextNew + (low - (int) nextNew);
        if (NativeMemory.getIntBe(at + IP_DESTINATION) != AddressPlan.newDestination(number)
                || NativeMemory.getShortBe(at + UDP) < AddressPlan.FIRST_MAPPED_PORT) {
            return Verdict.MISROUTED;
        }
        if (number < nextNew || number >= sentNew) {
            return Verdict.LATE;
        }
        nextNew = number + 1;
        return Verdict.GOOD;
    }

    private Verdict judgeIn(final long at, final int length) {
        final Verdict shape = judgeShape(at, length, AddressPlan.LAN_MAC, AddressPlan.HOST_MAC);
        if (shape != Verdict.GOOD) {
            return shape;
        }
        final int magic = NativeMemory.getShortBe(at + MAGIC);
        if (magic != FrameLayout.MAGIC_IN) {
            return magic == FrameLayout.MAGIC_OUT || magic == FrameLayout.MAGIC_NEW
                    ? Verdict.MISROUTED
                    : Verdict.CORRUPTED;
        }
        final int flow = NativeMemory.getIntBe(at + FLOW);
        if (flow < 0 || flow >= flows.flows()) {
            return Verdict.CORRUPTED;
        }
        if (NativeMemory.getIntBe(at + IP_DESTINATION) != addresses.source(flow)
                || NativeMemory.getShortBe(at + UDP_DESTINATION_PORT) != addresses.sourcePort(flow)
                || NativeMemory.getIntBe(at + IP_SOURCE) != addresses.destination(flow)
                || NativeMemory.getShortBe(at + UDP) != AddressPlan.SERVER_PORT) {
            return Verdict.MISROUTED;
        }
        return flows.arriveIn(flow, NativeMemory.getIntBe(at + SEQUENCE)) ? Verdict.GOOD : Verdict.LATE;
    }

    /** What can be said without knowing the flow; GOOD if the frame is one of ours and whole. */
    private Verdict judgeShape(final long at, final int length, final long sourceMac, final long destinationMac) {
        if (length < ETHERNET_BYTES) {
            return Verdict.FOREIGN;
        }
        final int type = NativeMemory.getShortBe(at + 12);
        if (type != FrameLayout.TYPE_IPV4) {
            return type == FrameLayout.TYPE_ARP ? Verdict.NEIGHBOUR : Verdict.FOREIGN;
        }
        if (length < PATTERN || length >= patternSums.length) {
            return Verdict.CORRUPTED;
        }
        if (mac(at) != destinationMac || mac(at + 6) != sourceMac) {
            return Verdict.MISROUTED;
        }
        return isWhole(at, length) ? Verdict.GOOD : Verdict.CORRUPTED;
    }

    private boolean isWhole(final long at, final int length) {
        final int ipLength = length - ETHERNET_BYTES;
        if (NativeMemory.getShortBe(at + IP) != VERSION_LENGTH_TOS
                || NativeMemory.getIntBe(at + IP_IDENTIFICATION) != 0
                || NativeMemory.getShortBe(at + IP_LENGTH) != ipLength
                || NativeMemory.getByte(at + IP_TTL) != TTL - 1
                || NativeMemory.getByte(at + IP_TTL + 1) != PROTOCOL_UDP
                || NativeMemory.getShortBe(at + UDP_LENGTH) != ipLength - IP_BYTES) {
            return false;
        }
        if (InternetChecksum.fold(InternetChecksum.sum(at + IP, IP_BYTES)) != MASK) {
            return false;
        }
        final long udpSum = InternetChecksum.sum(at + UDP, PATTERN - UDP)
                + patternSums[length]
                + InternetChecksum.pseudoHeaderSum(
                        NativeMemory.getIntBe(at + IP_SOURCE),
                        NativeMemory.getIntBe(at + IP_DESTINATION),
                        PROTOCOL_UDP,
                        ipLength - IP_BYTES);
        return InternetChecksum.fold(udpSum) == MASK && hasPattern(at, length);
    }

    private boolean hasPattern(final long at, final int length) {
        int offset = PATTERN;
        for (; offset + Long.BYTES <= length; offset += Long.BYTES) {
            if (NativeMemory.getLong(at + offset) != NativeMemory.getLong(pattern + offset)) {
                return false;
            }
        }
        for (; offset < length; offset++) {
            if (NativeMemory.getByte(at + offset) != NativeMemory.getByte(pattern + offset)) {
                return false;
            }
        }
        return true;
    }

    private static long mac(final long at) {
        return (long) NativeMemory.getShortBe(at) << 32 | NativeMemory.getIntBe(at + 2) & 0xffff_ffffL;
    }

    MeterCounts counts() {
        return new MeterCounts(
                counts[Verdict.GOOD.ordinal()],
                counts[Verdict.LATE.ordinal()],
                counts[Verdict.MISROUTED.ordinal()],
                counts[Verdict.CORRUPTED.ordinal()],
                counts[Verdict.FOREIGN.ordinal()],
                counts[Verdict.NEIGHBOUR.ordinal()]);
    }

    /** Packets of ours that have come back, good or not. */
    long arrived() {
        return counts[Verdict.GOOD.ordinal()]
                + counts[Verdict.LATE.ordinal()]
                + counts[Verdict.MISROUTED.ordinal()]
                + counts[Verdict.CORRUPTED.ordinal()];
    }

    void close() {
        NativeMemory.release(pattern);
    }
}
