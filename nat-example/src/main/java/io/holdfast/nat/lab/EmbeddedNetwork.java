package io.holdfast.nat.lab;

import io.holdfast.nat.host.BuiltInHost;
import io.holdfast.nat.host.HostAddress;
import io.holdfast.nat.host.LearningSwitch;
import io.holdfast.nat.host.QueueWire;
import io.holdfast.nat.host.Wire;
import io.holdfast.nat.traffic.TrafficClient;
import io.holdfast.nat.traffic.TrafficServer;
import io.holdfast.nat.traffic.TrafficSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The two segments of an embedded lab, with the hosts at their ends, on one thread.
 *
 * <p>The thread naps when there is nothing to do: the nodes need the processors more.
 */
final class EmbeddedNetwork implements AutoCloseable {
    private static final int CABLE_FRAMES = 8192;
    private static final String CLIENT_MAC = "02:00:00:00:00:01";
    private static final String SERVER_MAC = "02:00:00:00:00:02";
    private static final long NAP_NS = 50_000;
    private static final int TURNS_BEFORE_NAP = 20;
    private static final long EXIT_TIMEOUT_MS = 5_000;

    private final LearningSwitch lan;
    private final LearningSwitch wan;
    private final BuiltInHost clientHost;
    private final BuiltInHost serverHost;
    private final Thread thread;
    private volatile EmbeddedTraffic traffic;
    private volatile boolean closed;

    /**
     * Starts the switches.
     *
     * @param lanNodes the switch's ends of the cables to the nodes, on the client's side
     * @param wanNodes the same on the server's side
     */
    EmbeddedNetwork(final List<? extends Wire> lanNodes, final List<? extends Wire> wanNodes) {
        final QueueWire clientCable = QueueWire.create(CABLE_FRAMES);
        final QueueWire serverCable = QueueWire.create(CABLE_FRAMES);
        lan = new LearningSwitch(with(lanNodes, clientCable));
        wan = new LearningSwitch(with(wanNodes, serverCable));
        clientHost = host(clientCable.peer(), CLIENT_MAC, Addresses.CLIENT_IP, Addresses.LAN_IP);
        serverHost = host(serverCable.peer(), SERVER_MAC, Addresses.SERVER_IP, "");
        thread = Thread.ofPlatform().daemon().name("embedded-network").start(this::run);
    }

    /** Puts a client and a server onto the hosts; once. */
    EmbeddedTraffic start(final TrafficSettings settings) {
        if (traffic != null) {
            throw new LabException("the embedded lab's traffic has been started already");
        }
        try {
            // The thread touches hosts and traffic only after it has seen the volatile write below.
            final TrafficServer server = new TrafficServer(serverHost, settings, System::nanoTime);
            final TrafficClient client = new TrafficClient(clientHost, settings, System::nanoTime);
            traffic = new EmbeddedTraffic(client, server);
            return traffic;
        } catch (final IOException e) {
            throw new LabException("the traffic could not be started: " + e.getMessage(), e);
        }
    }

    /** Stops the thread, and waits for its end. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(EXIT_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was lost on the way, in words. */
    String describe() {
        return "embedded network: " + (lan.lost() + wan.lost()) + " frames found a full cable, "
                + (clientHost.unsound() + serverHost.unsound()) + " frames were unsound, "
                + (clientHost.dropped() + serverHost.dropped()) + " found no room in a host\n";
    }

    private void run() {
        int idleTurns = 0;
        while (!closed) {
            int work = lan.doWork() + wan.doWork();
            final EmbeddedTraffic current = traffic;
            if (current != null) {
                work += current.doWork();
            }
            if (work > 0) {
                idleTurns = 0;
            } else if (++idleTurns < TURNS_BEFORE_NAP) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(NAP_NS);
            }
        }
    }

    private static BuiltInHost host(final Wire wire, final String mac, final String ip, final String gateway) {
        final HostAddress address = HostAddress.of(mac, ip, Addresses.PREFIX_BITS, gateway);
        return new BuiltInHost(wire, address, System::nanoTime, new Random());
    }

    private static List<Wire> with(final List<? extends Wire> nodes, final Wire host) {
        final List<Wire> all = new ArrayList<>(nodes);
        all.add(host);
        return all;
    }
}
