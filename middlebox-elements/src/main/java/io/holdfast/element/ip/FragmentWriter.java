package io.holdfast.element.ip;

import io.holdfast.element.ElementContext;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.SoftState;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.header.Ipv4Header;

/** Makes the fragments of an IPv4 packet; what was in front of its header is left out. */
final class FragmentWriter {
    private static final int MORE = 0x2000;
    private static final int OFFSET_MASK = 0x1fff;
    private static final int FLAGS_TO_KEEP = 0x8000;
    private static final int UNIT = 8;
    private static final int COPIED_BIT = 0x80;
    private static final int END = 0;
    private static final int NO_OPERATION = 1;

    private final int mtu;
    private final PacketPool pool;
    private final OutputLanes lanes;
    private final StatisticsCounter fragments;
    private final StatisticsCounter noBuffer;

    @SoftState("of the fragment at hand")
    private int headerLength;

    /** Where its data is in the packet. */
    @SoftState("of the fragment at hand")
    private int offset;

    @SoftState("of the fragment at hand")
    private int length;

    @SoftState("of the fragment at hand")
    private boolean isFirst;

    @SoftState("of the fragment at hand")
    private boolean isLast;

    FragmentWriter(
            final int mtu, final ElementContext context, final OutputLanes lanes, final StatisticsCounter fragments) {
        this.mtu = mtu;
        this.lanes = lanes;
        this.fragments = fragments;
        pool = context.pool();
        noBuffer = context.statistics("drops.noBuffer");
    }

    /** Whether a fragment of the longest length holds any data. */
    boolean hasRoomForData(final Packet packet, final int network) {
        return mtu - Ipv4Header.headerLength(packet, network) >= UNIT;
    }

    /** Sends the packet's fragments to lane 0, the first one first. The packet stays the caller's. */
    void split(final Packet packet, final int network) {
        final int firstHeader = Ipv4Header.headerLength(packet, network);
        final int laterHeader = Ipv4Header.MIN_LENGTH + (copyOptions(packet, network, null) + 3) / 4 * 4;
        final int begin = network + firstHeader;
        final int end = network + Math.min(packet.length() - network, Ipv4Header.totalLength(packet, network));
        int at = begin;
        while (at < end) {
            headerLength = at == begin ? firstHeader : laterHeader;
            offset = at;
            final int room = (mtu - headerLength) / UNIT * UNIT;
            length = end - at <= mtu - headerLength ? end - at : room;
            isFirst = at == begin;
            isLast = at + length == end;
            send(packet, network);
            at += length;
        }
    }

    private void send(final Packet packet, final int network) {
        final Packet fragment = pool.allocate();
        if (fragment == null || !fragment.append(headerLength + length)) {
            noBuffer.increment();
            if (fragment != null) {
                fragment.free();
            }
            return;
        }
        writeHeader(packet, network, fragment);
        NativeMemory.copy(packet.address() + offset, fragment.address() + headerLength, length);
        limitKnown(packet, fragment, headerLength + Math.max(0, packet.knownLength() - offset));
        fragment.copyAnnotations(packet);
        fragment.networkOffset(0);
        fragment.transportOffset(headerLength);
        fragments.increment();
        lanes.add(0, fragment);
    }

    private void writeHeader(final Packet packet, final int network, final Packet fragment) {
        final int options = headerLength - Ipv4Header.MIN_LENGTH;
        final int copied = isFirst ? headerLength : Ipv4Header.MIN_LENGTH;
        NativeMemory.copy(packet.address() + network, fragment.address(), copied);
        if (!isFirst) {
            NativeMemory.fill(fragment.address() + Ipv4Header.MIN_LENGTH, options, (byte) END);
            copyOptions(packet, network, fragment);
        }
        final int word = packet.getShort(network + Ipv4Header.FRAGMENT_OFFSET);
        final int distance = (offset - network - Ipv4Header.headerLength(packet, network)) / UNIT;
        final int more = isLast ? word & MORE : MORE;
        final int place = (word & OFFSET_MASK) + distance & OFFSET_MASK;
        fragment.putByte(Ipv4Header.VERSION_OFFSET, 0x40 | headerLength / 4);
        fragment.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, headerLength + length);
        fragment.putShort(Ipv4Header.FRAGMENT_OFFSET, word & FLAGS_TO_KEEP | more | place);
        Ipv4Header.fillChecksum(fragment, 0);
    }

    private static void limitKnown(final Packet packet, final Packet fragment, final int known) {
        fragment.limitKnown(known);
        if (packet.isCutOff()) {
            fragment.cutOffBehindKnown();
        }
    }

    /** Copies the options that have the copied bit (RFC 791 section 3.1), if there is a target. Returns their bytes. */
    private static int copyOptions(final Packet packet, final int network, final Packet target) {
        final int end = network + Ipv4Header.headerLength(packet, network);
        int at = network + Ipv4Header.MIN_LENGTH;
        int written = 0;
        while (at < end && packet.getByte(at) != END) {
            if (packet.getByte(at) == NO_OPERATION) {
                at++;
                continue;
            }
            final int length = at + 1 < end ? packet.getByte(at + 1) : 0;
            if (length < 2 || at + length > end) {
                break;
            }
            if ((packet.getByte(at) & COPIED_BIT) != 0) {
                if (target != null) {
                    NativeMemory.copy(
                            packet.address() + at, target.address() + Ipv4Header.MIN_LENGTH + written, length);
                }
                written += length;
            }
            at += length;
        }
        return written;
    }
}
