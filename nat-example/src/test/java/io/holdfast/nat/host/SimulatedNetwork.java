package io.holdfast.nat.host;

import io.holdfast.nat.traffic.ClientReport;
import io.holdfast.nat.traffic.TrafficClient;
import io.holdfast.nat.traffic.TrafficServer;
import io.holdfast.nat.traffic.TrafficSettings;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** A client's and a server's built-in hosts at one switch, in simulated time of 1 ms steps. */
final class SimulatedNetwork {
    private static final long STEP_NS = 1_000_000;

    final FaultyWire clientWire;
    final FaultyWire serverWire;
    final BuiltInHost clientHost;
    final BuiltInHost serverHost;
    final TrafficClient client;

    private final LearningSwitch lan;
    private final TrafficServer server;
    private long nowNs = 1_000_000_000L;

    SimulatedNetwork(final TrafficSettings settings, final long seed) throws IOException {
        final QueueWire clientCable = QueueWire.create(4096);
        final QueueWire serverCable = QueueWire.create(4096);
        lan = new LearningSwitch(List.of(clientCable, serverCable));
        clientWire = new FaultyWire(clientCable.peer());
        serverWire = new FaultyWire(serverCable.peer());
        clientHost = new BuiltInHost(
                clientWire, HostAddress.of("02:00:00:00:00:01", "10.0.0.1", 24, ""), this::nowNs, new Random(seed));
        serverHost = new BuiltInHost(
                serverWire,
                HostAddress.of("02:00:00:00:00:02", settings.serverAddress(), 24, ""),
                this::nowNs,
                new Random(seed + 1));
        client = new TrafficClient(clientHost, settings, this::nowNs);
        server = new TrafficServer(serverHost, settings, this::nowNs);
    }

    long nowNs() {
        return nowNs;
    }

    void run(final long lengthMs) throws IOException {
        for (long i = 0; i < lengthMs; i++) {
            step();
        }
    }

    /** Ends the traffic in order. */
    ClientReport finish() throws IOException {
        client.stop();
        for (int i = 0; i < 60_000 && !client.isFinished(); i++) {
            step();
        }
        if (!client.isFinished()) {
            throw new AssertionError("the traffic did not end within a minute: " + client.progress());
        }
        return client.report();
    }

    TrafficServer server() {
        return server;
    }

    private void step() throws IOException {
        nowNs += STEP_NS;
        client.doWork(0);
        lan.doWork();
        server.doWork(0);
        lan.doWork();
    }
}
