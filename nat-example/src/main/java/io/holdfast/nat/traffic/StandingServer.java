package io.holdfast.nat.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The server's side of {@link StandingFlows}: answers each, and notes those that came from another address than before.
 *
 * <p>Used by the server's thread.
 */
final class StandingServer implements DatagramListener {
    /** More changed flows than these are not kept by name. */
    private static final int MAX_CHANGED = 10_000;

    private final InetSocketAddress[] sources;
    private final Map<Long, Set<String>> changed = new TreeMap<>();
    private final Message message = new Message();
    private long unreadable;

    /**
     * Opens the ports.
     *
     * @throws IOException if one is taken
     */
    StandingServer(final Network network, final int flows) throws IOException {
        sources = new InetSocketAddress[flows];
        for (int i = 0; i < StandingFlows.serverPorts(flows); i++) {
            network.openDatagramPort(StandingFlows.FIRST_SERVER_PORT + i, this);
        }
    }

    @Override
    public void onDatagram(final DatagramPort port, final ByteBuffer payload, final InetSocketAddress source) {
        if (payload.remaining() != Message.LENGTH_BYTES || message.decode(payload, Message.REQUEST) != null) {
            unreadable++;
            return;
        }
        final long flow = message.flow() - StandingFlows.FIRST_FLOW;
        if (flow < 0 || flow >= sources.length) {
            unreadable++;
            return;
        }
        note((int) flow, source);
        port.trySend(
                message.encodeAnswer(message.flow(), message.number(), message.sentNs(), System.nanoTime()), source);
    }

    private void note(final int flow, final InetSocketAddress source) {
        final InetSocketAddress before = sources[flow];
        if (before == null) {
            sources[flow] = source;
        } else if (!before.equals(source) && changed.size() < MAX_CHANGED) {
            final Set<String> names = changed.computeIfAbsent((long) flow, key -> new LinkedHashSet<>());
            names.add(ServerConnection.nameOf(before));
            names.add(ServerConnection.nameOf(source));
        }
    }

    long unreadable() {
        return unreadable;
    }

    /** Flows that came from more than one address. */
    List<ServerFlowRecord> changed() {
        final List<ServerFlowRecord> records = new ArrayList<>();
        changed.forEach((flow, names) -> records.add(
                new ServerFlowRecord(StandingFlows.FIRST_FLOW + flow, List.copyOf(names), names.size(), null)));
        return records;
    }
}
