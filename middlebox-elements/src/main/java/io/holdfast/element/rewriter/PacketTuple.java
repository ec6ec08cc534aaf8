package io.holdfast.element.rewriter;

import io.holdfast.element.SoftState;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Reads what names a packet's flow and writes another in its place.
 *
 * <p>A rewriter has one mutable object per packet of a burst, refilled for each burst. The packet's network header is
 * set, its length has been checked against the IP header's (CheckIPHeader).
 */
@SoftState("of the packet at hand")
abstract class PacketTuple {
    /** What reading a packet came to. */
    enum Verdict {
        READ,
        MALFORMED,
        FRAGMENT,
        OTHER_PROTOCOL
    }

    // Of the first eight bytes of an IP header, as one number.
    private static final int VERSION_SHIFT = 60;
    private static final int HEADER_LENGTH_SHIFT = 54;
    private static final int HEADER_LENGTH_MASK = 0x3c;
    private static final long FRAGMENT_MASK = 0x1fff;

    /** Offset of the IP header. */
    int network;

    /** Offset of what follows the IP header. */
    int transport;

    /** Of the packet. */
    int protocol;

    /** By which its flow's state is kept. */
    int stateProtocol;

    int tcpFlags;
    boolean isLaterFragment;
    long key0;
    long key1;
    Verdict verdict;

    /** Reads headers and tuple; the fields are valid only after {@link Verdict#READ}. */
    final void read(final Packet packet) {
        verdict = readIp(packet) ? readFlow(packet) : Verdict.MALFORMED;
    }

    private boolean readIp(final Packet packet) {
        network = packet.networkOffset();
        final int available = packet.knownLength() - network;
        if (network < 0 || available < Ipv4Header.MIN_LENGTH) {
            return false;
        }
        final long begin = packet.getLong(network);
        final int headerLength = (int) (begin >>> HEADER_LENGTH_SHIFT) & HEADER_LENGTH_MASK;
        if (begin >>> VERSION_SHIFT != 4 || headerLength < Ipv4Header.MIN_LENGTH || headerLength > available) {
            return false;
        }
        isLaterFragment = (begin & FRAGMENT_MASK) != 0;
        transport = network + headerLength;
        protocol = packet.getByte(network + Ipv4Header.PROTOCOL_OFFSET);
        return true;
    }

    /** Fills the keys and what they need; the IP header fits. */
    abstract Verdict readFlow(Packet packet);

    /** Whether this packet may open a flow. */
    abstract boolean opensFlow();

    /** Writes another tuple into the packet that was read, and brings its checksums up to date. */
    abstract void rewrite(Packet packet, long newAddresses, int newPorts);

    /** Whether it is known where answers to a new tuple are steered. */
    abstract boolean isSteered();

    /**
     * Makes the keys those of an answer, where a packet's fields alone do not tell which it is.
     *
     * @return false if there is no such thing
     */
    boolean turnToAnswer() {
        return false;
    }

    /** Takes {@link #turnToAnswer()} back. */
    void turnBack() {}
}
