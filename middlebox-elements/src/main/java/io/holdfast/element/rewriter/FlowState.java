package io.holdfast.element.rewriter;

import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;

/**
 * What has been seen of a flow, as bits that both of its entries carry.
 *
 * <pre>
 *   TCP   SYN forward ──► SYN reverse ──► ACK: established ──► FIN each way, or RST: closed ──► SYN: opens again
 *   UDP   forward ──► reverse: both ways
 * </pre>
 *
 * <p>Sequence numbers are not followed, so a forged RST shortens a flow's timeout but does not end it: the flow
 * lives on while packets come (RFC 7857 section 3). Bits are only added, except by a SYN that opens a closed flow
 * again; so it does not matter in which order two workers note what they saw.
 */
final class FlowState {
    /** Opened by the side that the mapping was made for; the same bit shifted by the direction is the other side. */
    static final int OPEN_FORWARD = 1;

    static final int OPEN_REVERSE = 2;

    /** The TCP handshake is complete. */
    static final int ESTABLISHED = 4;

    static final int FIN_FORWARD = 8;
    static final int FIN_REVERSE = 16;
    static final int RESET = 32;

    /** Sequence numbers are shifted ({@link SequenceShifts}). */
    static final int SHIFTED = 64;

    private static final int OPEN_BOTH = OPEN_FORWARD | OPEN_REVERSE;
    private static final int FIN_BOTH = FIN_FORWARD | FIN_REVERSE;
    private static final int MAYBE_CHANGES = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;

    private FlowState() {}

    /** The state after a packet; the same as before for nearly all packets. */
    static int next(final int state, final int direction, final int protocol, final int tcpFlags) {
        if (protocol == Ipv4Header.PROTOCOL_TCP) {
            final boolean settled = (state & ESTABLISHED) != 0 && (tcpFlags & MAYBE_CHANGES) == 0;
            return settled ? state : nextTcp(state, direction, tcpFlags);
        }
        return state | OPEN_FORWARD << direction;
    }

    private static int nextTcp(final int state, final int direction, final int tcpFlags) {
        if ((tcpFlags & TcpHeader.RST) != 0) {
            return state | RESET;
        }
        int next = state;
        if ((tcpFlags & TcpHeader.SYN) != 0) {
            final boolean opensAgain = isClosed(state) && (tcpFlags & TcpHeader.ACK) == 0;
            next = (opensAgain ? 0 : state) | OPEN_FORWARD << direction;
        } else if ((tcpFlags & TcpHeader.ACK) != 0 && (state & OPEN_BOTH) == OPEN_BOTH) {
            next |= ESTABLISHED;
        }
        if ((tcpFlags & TcpHeader.FIN) != 0) {
            next |= FIN_FORWARD << direction;
        }
        return next;
    }

    /** Whether both sides have said that they are done, or one has broken off. */
    static boolean isClosed(final int state) {
        return (state & RESET) != 0 || (state & FIN_BOTH) == FIN_BOTH;
    }

    static boolean isIcmp(final int protocol) {
        return protocol == Ipv4Header.PROTOCOL_ICMP;
    }

    /** Whether packets have been seen both ways. */
    static boolean isBothWays(final int state) {
        return (state & OPEN_BOTH) == OPEN_BOTH;
    }

    /** Whether a packet that opens no flow may join one that is new to us: data, not an end or an answer to a SYN. */
    static boolean canJoin(final int protocol, final int tcpFlags) {
        return protocol == Ipv4Header.PROTOCOL_TCP && (tcpFlags & MAYBE_CHANGES) == 0;
    }

    /** State of a TCP flow that was met in its middle. */
    static int midstream() {
        return OPEN_BOTH | ESTABLISHED;
    }

    /** Name for reports. */
    static String name(final int state, final boolean isTcp) {
        if (!isTcp) {
            return isBothWays(state) ? "both-ways" : "one-way";
        }
        if (isClosed(state)) {
            return "closed";
        }
        if ((state & FIN_BOTH) != 0) {
            return "half-closed";
        }
        return (state & ESTABLISHED) != 0 ? "established" : "opening";
    }
}
