package io.holdfast.nat.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Opens the flows, keeps them busy, and writes down what becomes of each.
 *
 * <p>Standing flows first, if any ({@link StandingFlows}). Then three kinds at once: long-lived connections, opened over the first second; new connections at a steady rate; UDP
 * flows. {@link #stop} ends it in order: no new connections, the open ones close after the answer that they wait for,
 * and when all have closed or stalled, the datagrams end too. Everything runs on the thread that calls {@link #doWork}.
 */
public final class TrafficClient {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** How long answers to the last datagrams are awaited. */
    private static final long LINGER_NS = 300_000_000;

    private final Network network;
    private final TrafficSettings settings;
    private final LongSupplier clock;
    private final InetSocketAddress server;
    private final List<ClientFlow> flows = new ArrayList<>();
    private final List<ClientDatagrams> datagramFlows = new ArrayList<>();
    private final PriorityQueue<ClientFlow> ticks = new PriorityQueue<>();
    private final Timeline timeline = new Timeline();
    private final StandingFlows standing;
    private long startedNs;
    private int longLivedOpened;
    private long shortOpened;
    private int openConnections;
    private int openDatagramFlows;
    private int broken;
    private long messages;
    private boolean stopping;
    private boolean quietening;
    private long quietSinceNs;

    /** @param clock {@code System.nanoTime}, or a test's */
    public TrafficClient(final Network network, final TrafficSettings settings, final LongSupplier clock) {
        this.network = network;
        this.settings = settings;
        this.clock = clock;
        this.server = new InetSocketAddress(settings.serverAddress(), settings.tcpPort());
        this.startedNs = clock.getAsLong();
        standing = new StandingFlows(network, settings, startedNs);
    }

    /**
     * One turn: handles the answers, then does what is due.
     *
     * @param maxWaitNs how long to wait for answers, at most; a millisecond keeps the ticks in time
     * @return the work done
     * @throws IOException if the host's network no longer works
     */
    public int doWork(final long maxWaitNs) throws IOException {
        int work = network.poll(maxWaitNs);
        final long nowNs = nowNs();
        work += standing.doWork(nowNs);
        if (!standing.isEstablished()) {
            startedNs = nowNs;
        } else if (!stopping) {
            work += openDue(nowNs);
        }
        for (ClientFlow flow = ticks.peek(); flow != null && flow.nextTickNs() - nowNs <= 0; flow = ticks.peek()) {
            ticks.poll();
            if (flow.isActive()) {
                flow.tick(nowNs);
                ticks.add(flow);
            }
            work++;
        }
        if (stopping) {
            standing.finish(nowNs);
        }
        if (stopping && !quietening && openConnections == 0 && standing.isDone()) {
            quietening = true;
        }
        if (quietening && openDatagramFlows == 0 && quietSinceNs == 0) {
            quietSinceNs = nowNs;
        }
        return work;
    }

    /** Begins the end; {@link #isFinished} tells when it is over, after the stall limit at the latest. */
    public void stop() {
        stopping = true;
    }

    public boolean isFinished() {
        return quietSinceNs != 0 && nowNs() - quietSinceNs > LINGER_NS;
    }

    public TrafficProgress progress() {
        int established = 0;
        for (int i = 0, size = flows.size(), seen = 0; i < size && seen < settings.longLived(); i++) {
            final ClientFlow flow = flows.get(i);
            if (flow.kind == FlowKind.LONG_LIVED) {
                seen++;
                established += flow.isEstablished() && flow.isActive() ? 1 : 0;
            }
        }
        return new TrafficProgress(
                established + standing.standing(),
                openConnections + openDatagramFlows + standing.standing(),
                messages + standing.messages(),
                broken + standing.brokenCount());
    }

    /** Everything seen so far. */
    public ClientReport report() {
        final Map<Long, long[]> sentNs = new TreeMap<>();
        final Map<Long, long[]> answeredNs = new TreeMap<>();
        long reordered = 0;
        long duplicates = 0;
        for (final ClientDatagrams flow : datagramFlows) {
            sentNs.put(flow.flow, flow.sent().timesNs());
            answeredNs.put(flow.flow, flow.answered().timesNs());
            reordered += flow.answered().reordered();
            duplicates += flow.answered().duplicates();
        }
        final List<FlowRecord> records = new ArrayList<>(standing.broken());
        flows.forEach(flow -> records.add(flow.record()));
        return new ClientReport(records, sentNs, answeredNs, reordered, duplicates, timeline.bins());
    }

    Connection connect(final ConnectionListener listener) throws IOException {
        return network.connect(server, listener);
    }

    DatagramPort openDatagramPort(final DatagramListener listener) throws IOException {
        return network.openDatagramPort(0, listener);
    }

    long nowNs() {
        return clock.getAsLong();
    }

    long stallLimitNs() {
        return settings.stallLimitMs() * 1_000_000L;
    }

    /** True when connections should close. */
    boolean isStopping() {
        return stopping;
    }

    /** True when datagram flows should end. */
    boolean isQuietening() {
        return quietening;
    }

    void onAnswer(final long nowNs, final long roundTripNs) {
        messages++;
        timeline.record(nowNs, roundTripNs);
    }

    void onEnded(final ClientFlow flow) {
        if (flow.kind == FlowKind.UDP) {
            openDatagramFlows--;
        } else {
            openConnections--;
        }
        broken += flow.isBroken() ? 1 : 0;
    }

    private int openDue(final long nowNs) {
        final long elapsedNs = nowNs - startedNs;
        final int before = flows.size();
        while (longLivedOpened < settings.longLived()
                && longLivedOpened * NANOS_PER_SECOND / settings.longLived() <= elapsedNs) {
            longLivedOpened++;
            open(newConnection(FlowKind.LONG_LIVED, settings.messageIntervalMs(), Long.MAX_VALUE), nowNs);
        }
        while (shortOpened * NANOS_PER_SECOND < settings.newPerSecond() * elapsedNs) {
            shortOpened++;
            open(newConnection(FlowKind.SHORT, settings.shortIntervalMs(), settings.shortMessages()), nowNs);
        }
        while (datagramFlows.size() < settings.udpFlows()
                && datagramFlows.size() * NANOS_PER_SECOND / settings.udpFlows() <= elapsedNs) {
            open(newDatagramFlow(datagramFlows.size()), nowNs);
        }
        return flows.size() - before;
    }

    private void open(final ClientFlow flow, final long nowNs) {
        flows.add(flow);
        flow.open(nowNs);
        ticks.add(flow);
    }

    private ClientFlow newConnection(final FlowKind kind, final int intervalMs, final long messageLimit) {
        openConnections++;
        return new ClientConnection(flows.size(), kind, this, intervalMs, messageLimit);
    }

    private ClientFlow newDatagramFlow(final int index) {
        openDatagramFlows++;
        final InetSocketAddress to = new InetSocketAddress(settings.serverAddress(), settings.firstUdpPort() + index);
        final ClientDatagrams flow = new ClientDatagrams(flows.size(), this, settings.udpIntervalMs(), to);
        datagramFlows.add(flow);
        return flow;
    }
}
