package io.holdfast.nat.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Answers what the {@link TrafficClient} sends, and writes down who it was that sent it.
 *
 * <p>All methods are called by one thread.
 */
public final class TrafficServer {
    private final Network network;
    private final List<ServerConnection> connections = new ArrayList<>();
    private final List<ServerDatagrams> datagramFlows = new ArrayList<>();
    private final StandingServer standing;

    /**
     * Opens the server's ports.
     *
     * @throws IOException if one is taken
     */
    public TrafficServer(final Network network, final TrafficSettings settings, final LongSupplier clock)
            throws IOException {
        this.network = network;
        network.listen(settings.tcpPort(), connection -> {
            final ServerConnection accepted = new ServerConnection(connection, clock);
            connections.add(accepted);
            return accepted;
        });
        for (int i = 0; i < settings.udpFlows(); i++) {
            final ServerDatagrams flow = new ServerDatagrams(clock);
            datagramFlows.add(flow);
            network.openDatagramPort(settings.firstUdpPort() + i, flow);
        }
        standing = new StandingServer(network, settings.standingFlows());
    }

    /**
     * One turn: answers what has arrived.
     *
     * @param maxWaitNs how long to wait for something to answer, at most
     * @return the work done
     * @throws IOException if the host's network no longer works
     */
    public int doWork(final long maxWaitNs) throws IOException {
        return network.poll(maxWaitNs);
    }

    /** Everything seen so far. */
    public ServerReport report() {
        final List<ServerFlowRecord> records = new ArrayList<>();
        connections.forEach(connection -> records.add(connection.record()));
        final Map<Long, long[]> receivedNs = new TreeMap<>();
        long reordered = 0;
        long duplicates = 0;
        records.addAll(standing.changed());
        long unreadable = standing.unreadable();
        for (final ServerDatagrams flow : datagramFlows) {
            if (flow.isUsed()) {
                records.add(flow.record());
                receivedNs.put(flow.flow(), flow.received().timesNs());
                reordered += flow.received().reordered();
                duplicates += flow.received().duplicates();
                unreadable += flow.unreadable();
            }
        }
        return new ServerReport(records, receivedNs, reordered, duplicates, unreadable);
    }
}
