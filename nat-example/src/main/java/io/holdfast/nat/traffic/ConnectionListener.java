package io.holdfast.nat.traffic;

import java.nio.ByteBuffer;

/** What happens to one connection. */
public interface ConnectionListener {
    /** The handshake is done; on the connecting side only. */
    void onConnected();

    /**
     * Bytes arrived in order.
     *
     * @param bytes to be read to the end; valid during the call
     */
    void onReceived(ByteBuffer bytes);

    /** The peer has closed its direction, and everything it sent has been received. */
    void onPeerFinished();

    /**
     * The connection is gone: refused, reset, or timed out. Nothing follows.
     *
     * @param reason in words
     */
    void onFailed(String reason);
}
