package io.holdfast.recovery.group;

import io.holdfast.log.secure.GroupKeys;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** The group by sealed datagrams: one socket, on which registers and nodes answer. Used by the node's thread. */
public final class UdpGroupNetwork implements GroupNetwork {
    private final SealedSocket socket;

    /** @param self number of this node */
    public UdpGroupNetwork(final GroupAddresses addresses, final int self, final GroupKeys keys) {
        final List<InetSocketAddress> others = new ArrayList<>(addresses.registers());
        others.addAll(addresses.views());
        socket = new SealedSocket(addresses.views().get(self), others, keys);
    }

    @Override
    public void toRegisters(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        socket.send(node, buffer, offset, lengthBytes);
    }

    @Override
    public void toNode(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        socket.send(GroupSettings.NODES + node, buffer, offset, lengthBytes);
    }

    @Override
    public int poll(final long nowNs, final Handler handler) {
        return socket.poll(nowNs, (from, buffer, offset, lengthBytes) -> {
            if (from < GroupSettings.NODES) {
                handler.onFromRegisters(from, buffer, offset, lengthBytes);
            } else {
                handler.onFromNode(from - GroupSettings.NODES, buffer, offset, lengthBytes);
            }
        });
    }

    /** The socket, for a thread that has nothing else to do than to wait for it. */
    SealedSocket socket() {
        return socket;
    }

    @Override
    public long ignoredCount() {
        return socket.ignoredCount();
    }

    @Override
    public long kernelDropCount() {
        return socket.kernelDropCount();
    }

    @Override
    public void close() {
        socket.close();
    }
}
