package io.holdfast.nat.host;

import io.holdfast.nat.traffic.Connection;
import io.holdfast.nat.traffic.ConnectionListener;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One connection of the small TCP (RFC 9293, much reduced).
 *
 * <pre>
 *   unacked:   [ bytes sent or to be sent, from sequence number sendUnacked on ] (FIN)
 *              ^ sendUnacked                        everything is sent at once; a timeout sends it all again
 * </pre>
 *
 * <p>The receiving side takes bytes in order only: what comes early is dropped and comes again. The retransmission
 * timeout starts at 200 ms (1 s for SYN) and doubles, as Linux has it, so that the pauses seen are comparable.
 */
final class TcpConnection implements Connection {
    /** Bytes that may wait for their acknowledgement. */
    static final int SEND_BUFFER_BYTES = 8192;

    private static final long FIRST_TIMEOUT_NS = 200_000_000;
    private static final long FIRST_SYN_TIMEOUT_NS = 1_000_000_000;
    private static final long MAX_TIMEOUT_NS = 8_000_000_000L;
    private static final int MAX_RETRANSMISSIONS = 12;
    private static final long TIME_WAIT_NS = 10_000_000_000L;
    private static final int WINDOW_BYTES = 65535;

    private final TcpStack stack;
    private final TcpStack.Key key;
    private final byte[] unacked = new byte[SEND_BUFFER_BYTES];
    private int unackedBytes;
    private int sendUnacked;
    private int receiveNext;
    private int acknowledged;
    private TcpState state;
    private boolean finQueued;
    private boolean finAcked;
    private boolean peerFinished;
    private boolean finishedSecond;
    private int retransmissions;
    private long timeoutNs;
    private long deadlineNs;
    private ConnectionListener listener;

    /** A connection that begins with our SYN. */
    static TcpConnection connecting(
            final TcpStack stack, final TcpStack.Key key, final int initialSequence, final ConnectionListener to) {
        final TcpConnection connection = new TcpConnection(stack, key, initialSequence, TcpState.SYN_SENT);
        connection.listener = to;
        connection.transmit(initialSequence, TcpSegment.SYN);
        return connection;
    }

    /** A connection that begins with the other side's SYN. */
    static TcpConnection answering(
            final TcpStack stack, final TcpStack.Key key, final int initialSequence, final TcpSegment syn) {
        final TcpConnection connection = new TcpConnection(stack, key, initialSequence, TcpState.SYN_RECEIVED);
        connection.receiveNext = syn.sequence() + 1;
        connection.transmit(initialSequence, TcpSegment.SYN | TcpSegment.ACK);
        return connection;
    }

    private TcpConnection(
            final TcpStack stack, final TcpStack.Key key, final int initialSequence, final TcpState state) {
        this.stack = stack;
        this.key = key;
        this.sendUnacked = initialSequence;
        this.state = state;
        restartTimer(FIRST_SYN_TIMEOUT_NS);
    }

    @Override
    public boolean trySend(final ByteBuffer bytes) {
        final int length = bytes.remaining();
        if (state != TcpState.OPEN || finQueued || length > SEND_BUFFER_BYTES - unackedBytes) {
            return false;
        }
        final int begin = unackedBytes;
        bytes.get(unacked, begin, length);
        unackedBytes += length;
        if (begin == 0) {
            restartTimer(FIRST_TIMEOUT_NS);
        }
        sendFrom(begin);
        return true;
    }

    @Override
    public InetSocketAddress localAddress() {
        return stack.localAddress(key);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return Ipv4.socketAddress(key.remoteIp(), key.remotePort());
    }

    @Override
    public void finish() {
        if (state == TcpState.OPEN && !finQueued) {
            finQueued = true;
            finishedSecond = peerFinished;
            if (unackedBytes == 0) {
                restartTimer(FIRST_TIMEOUT_NS);
            }
            transmit(sendUnacked + unackedBytes, TcpSegment.FIN | TcpSegment.ACK);
        }
    }

    @Override
    public void abort() {
        if (state != TcpState.CLOSED) {
            transmit(sendUnacked + unackedBytes, TcpSegment.RST | TcpSegment.ACK);
            close();
        }
    }

    /** Handles a segment of this connection. */
    void onSegment(final TcpSegment segment) {
        switch (state) {
            case SYN_SENT -> onSynSent(segment);
            case SYN_RECEIVED -> onSynReceived(segment);
            case OPEN -> onOpen(segment);
            case TIME_WAIT -> acknowledgeAgain(segment);
            case CLOSED -> throw new IllegalStateException("a closed connection gets no segments");
        }
    }

    /** Sends again what has waited for too long. */
    void onTime(final long nowNs) {
        if (nowNs - deadlineNs < 0 || state == TcpState.CLOSED) {
            return;
        }
        if (state == TcpState.TIME_WAIT) {
            close();
        } else if (state != TcpState.OPEN || unackedBytes > 0 || isFinOutstanding()) {
            retransmit();
        }
    }

    boolean isClosed() {
        return state == TcpState.CLOSED;
    }

    TcpStack.Key key() {
        return key;
    }

    private void onSynSent(final TcpSegment segment) {
        if (segment.has(TcpSegment.ACK) && segment.acknowledgement() != sendUnacked + 1) {
            stack.refuse(key, segment);
        } else if (segment.has(TcpSegment.RST)) {
            if (segment.has(TcpSegment.ACK)) {
                fail("Connection refused");
            }
        } else if (segment.has(TcpSegment.SYN) && segment.has(TcpSegment.ACK)) {
            receiveNext = segment.sequence() + 1;
            open();
            acknowledge();
            listener.onConnected();
        }
    }

    private void onSynReceived(final TcpSegment segment) {
        if (segment.has(TcpSegment.RST)) {
            if (segment.sequence() == receiveNext) {
                close();
            }
        } else if (segment.has(TcpSegment.SYN)) {
            transmit(sendUnacked, TcpSegment.SYN | TcpSegment.ACK);
        } else if (segment.has(TcpSegment.ACK) && segment.acknowledgement() == sendUnacked + 1) {
            open();
            listener = stack.accept(this);
            onOpen(segment);
        }
    }

    private void onOpen(final TcpSegment segment) {
        if (segment.has(TcpSegment.RST)) {
            onReset(segment);
            return;
        }
        if (segment.has(TcpSegment.SYN) || !segment.has(TcpSegment.ACK) || !takeAcknowledgement(segment)) {
            acknowledge();
            return;
        }
        takeContent(segment);
        if (state == TcpState.OPEN
                && (acknowledged != receiveNext || segment.sequence() != receiveNext - segment.sequenceLength())) {
            acknowledge();
        }
        if (state == TcpState.OPEN && finAcked && peerFinished) {
            state = TcpState.TIME_WAIT;
            restartTimer(TIME_WAIT_NS);
        }
    }

    private void onReset(final TcpSegment segment) {
        // RFC 5961: only the exact number resets; another one in the window is asked about.
        if (segment.sequence() == receiveNext) {
            fail("Connection reset");
        } else if (segment.sequence() - receiveNext > 0 && segment.sequence() - receiveNext < WINDOW_BYTES) {
            acknowledge();
        }
    }

    /** @return false if the segment acknowledges what was never sent */
    private boolean takeAcknowledgement(final TcpSegment segment) {
        final int outstanding = unackedBytes + (isFinOutstanding() ? 1 : 0);
        final int count = segment.acknowledgement() - sendUnacked;
        if (count > outstanding) {
            return false;
        }
        if (count > 0) {
            final int bytes = Math.min(count, unackedBytes);
            System.arraycopy(unacked, bytes, unacked, 0, unackedBytes - bytes);
            unackedBytes -= bytes;
            finAcked |= count > bytes;
            sendUnacked += count;
            restartTimer(FIRST_TIMEOUT_NS);
        }
        return true;
    }

    private void takeContent(final TcpSegment segment) {
        final int skip = receiveNext - segment.sequence();
        if (skip < 0 || skip > segment.payload().length || peerFinished) {
            return;
        }
        final int fresh = segment.payload().length - skip;
        receiveNext += fresh;
        if (fresh > 0) {
            listener.onReceived(ByteBuffer.wrap(segment.payload(), skip, fresh));
        }
        if (segment.has(TcpSegment.FIN) && state == TcpState.OPEN) {
            receiveNext++;
            peerFinished = true;
            listener.onPeerFinished();
        }
    }

    private void acknowledgeAgain(final TcpSegment segment) {
        if (segment.sequenceLength() > 0 && !segment.has(TcpSegment.RST)) {
            acknowledge();
        }
    }

    private void retransmit() {
        if (++retransmissions > MAX_RETRANSMISSIONS) {
            fail("Connection timed out");
            return;
        }
        timeoutNs = Math.min(2 * timeoutNs, MAX_TIMEOUT_NS);
        deadlineNs = stack.nowNs() + timeoutNs;
        switch (state) {
            case SYN_SENT -> transmit(sendUnacked, TcpSegment.SYN);
            case SYN_RECEIVED -> transmit(sendUnacked, TcpSegment.SYN | TcpSegment.ACK);
            default -> {
                sendFrom(0);
                if (isFinOutstanding()) {
                    transmit(sendUnacked + unackedBytes, TcpSegment.FIN | TcpSegment.ACK);
                }
            }
        }
    }

    private boolean isFinOutstanding() {
        return finQueued && !finAcked;
    }

    private void open() {
        sendUnacked++;
        state = TcpState.OPEN;
        restartTimer(FIRST_TIMEOUT_NS);
    }

    private void restartTimer(final long firstTimeoutNs) {
        retransmissions = 0;
        timeoutNs = firstTimeoutNs;
        deadlineNs = stack.nowNs() + firstTimeoutNs;
    }

    private void sendFrom(final int begin) {
        for (int offset = begin; offset < unackedBytes; offset += TcpSegment.MAX_PAYLOAD_BYTES) {
            final int end = Math.min(unackedBytes, offset + TcpSegment.MAX_PAYLOAD_BYTES);
            acknowledged = receiveNext;
            stack.transmit(
                    key,
                    new TcpSegment(
                            key.localPort(),
                            key.remotePort(),
                            sendUnacked + offset,
                            receiveNext,
                            TcpSegment.ACK,
                            Arrays.copyOfRange(unacked, offset, end)));
        }
    }

    private void acknowledge() {
        transmit(sendUnacked + unackedBytes + (isFinOutstanding() ? 1 : 0), TcpSegment.ACK);
    }

    private void transmit(final int sequence, final int flags) {
        acknowledged = receiveNext;
        final int acknowledgement = (flags & TcpSegment.ACK) != 0 ? receiveNext : 0;
        stack.transmit(key, TcpSegment.control(key.localPort(), key.remotePort(), sequence, acknowledgement, flags));
    }

    private void fail(final String reason) {
        close();
        if (listener != null) {
            listener.onFailed(reason);
        }
    }

    private void close() {
        state = TcpState.CLOSED;
    }
}
