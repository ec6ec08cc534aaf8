package io.holdfast.recovery;

import io.holdfast.element.ElementGraph;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.steering.SteeredPort;
import io.holdfast.packet.steering.SteeringStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts a {@link NodeStatus} together from what the parts of a node know. */
final class StatusBuilder {
    private static final long PID = ProcessHandle.current().pid();

    private final List<NodeStatus.WorkerStatus> workers = new ArrayList<>();
    private final List<NodeStatus.PortStatus> ports = new ArrayList<>();
    private final Map<String, Long> drops = new TreeMap<>();
    private final Map<String, Long> counters = new LinkedHashMap<>();
    private String role = "starting";
    private String protection = "none";
    private long view;
    private int epoch;
    private String peerState = "";
    private String detection;
    private NodeStatus.Takeover takeover;

    StatusBuilder role(final String newRole, final String newProtection, final long newView, final int newEpoch) {
        role = newRole;
        protection = newProtection;
        view = newView;
        epoch = newEpoch;
        return this;
    }

    StatusBuilder peer(final String state) {
        peerState = state;
        return this;
    }

    StatusBuilder takeover(final String how, final NodeStatus.Takeover times) {
        detection = how;
        takeover = times;
        return this;
    }

    StatusBuilder worker(final NodeStatus.WorkerStatus worker) {
        workers.add(worker);
        return this;
    }

    StatusBuilder counter(final String name, final long value) {
        counters.put(name, value);
        return this;
    }

    /** Adds to a counter, which may be one of several workers. */
    StatusBuilder count(final String name, final long value) {
        counters.merge(name, value, Long::sum);
        return this;
    }

    StatusBuilder drop(final String reason, final long count) {
        if (count != 0) {
            drops.merge(reason, count, Long::sum);
        }
        return this;
    }

    /** Adds the counters of a graph's elements; those named {@code ....drops.reason} are drops. */
    StatusBuilder graph(final ElementGraph graph) {
        for (final StatisticsCounter counter : graph.statistics()) {
            if (counter.name().contains(".drops.")) {
                drop(counter.name(), counter.get());
            } else {
                counters.merge(counter.name(), counter.get(), Long::sum);
            }
        }
        return this;
    }

    StatusBuilder devices(final PacketDevices devices) {
        for (int i = 0; i < devices.portCount(); i++) {
            final String name = devices.port(i).name();
            final PortStatistics counts = devices.port(i).statistics();
            ports.add(new NodeStatus.PortStatus(
                    name,
                    counts.receivedPackets(),
                    counts.transmittedPackets(),
                    counts.missedPackets(),
                    counts.transmitDrops(),
                    counts.receiveErrors()));
            drop("port." + name + ".missed", counts.missedPackets());
            drop("port." + name + ".transmit", counts.transmitDrops());
            drop("port." + name + ".receiveErrors", counts.receiveErrors());
            drop("port." + name + ".noBuffer", counts.noBuffer());
            if (devices.port(i) instanceof SteeredPort steered) {
                final SteeringStatistics handOvers = steered.steeringStatistics();
                counter("port." + name + ".handedOver", handOvers.handedOverPackets());
                drop("port." + name + ".handOverFull", handOvers.overflowPackets());
            }
        }
        return this;
    }

    /** @param fingerprint of the graph, which takes long to find and never changes */
    NodeStatus build(final NodeContext context, final String fingerprint) {
        return new NodeStatus(
                context.settings().node(),
                PID,
                Long.toHexString(context.incarnation()),
                role,
                view,
                protection,
                epoch,
                context.settings().peer().name(),
                peerState,
                detection,
                takeover,
                context.alarms().last(),
                List.copyOf(workers),
                List.copyOf(ports),
                Map.copyOf(drops),
                Map.copyOf(counters),
                fingerprint,
                0);
    }
}
