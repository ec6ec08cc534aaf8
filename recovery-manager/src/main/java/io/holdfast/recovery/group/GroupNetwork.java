package io.holdfast.recovery.group;

import org.agrona.DirectBuffer;

/** How a node's thread reaches the registers and the other nodes. Messages may be lost. */
public interface GroupNetwork extends AutoCloseable {
    /** Takes what has come. */
    interface Handler {
        void onFromRegisters(int node, DirectBuffer buffer, int offset, int lengthBytes);

        void onFromNode(int node, DirectBuffer buffer, int offset, int lengthBytes);
    }

    /** To the registers of a node, which may be this one. */
    void toRegisters(int node, DirectBuffer buffer, int offset, int lengthBytes);

    /** To another node. */
    void toNode(int node, DirectBuffer buffer, int offset, int lengthBytes);

    /** Takes what has come; returns how much. */
    int poll(long nowNs, Handler handler);

    /** Datagrams that were ignored. */
    long ignoredCount();

    /** Datagrams that were dropped before anybody looked at them: in a flood, by the kernel. */
    default long kernelDropCount() {
        return 0;
    }

    @Override
    void close();
}
