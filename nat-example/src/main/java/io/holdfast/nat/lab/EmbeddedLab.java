package io.holdfast.nat.lab;

import io.holdfast.log.LoopbackPorts;
import io.holdfast.nat.traffic.TrafficSettings;
import io.holdfast.packet.memory.MemoryWire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A lab without the kernel's network: the nodes' ports are mapped memory, switch, client and server are built in.
 *
 * <p>The nodes are processes of their own all the same, and are killed for real; their log runs over loopback.
 */
public final class EmbeddedLab implements Lab {
    private static final int RING_BYTES = 1 << 20;
    private static final long FIRST_NODE_MAC = 0x02_00_00_00_01_00L;
    private static final List<String> SEGMENTS = List.of("lan", "wan");

    private final LabSettings settings;
    private final LabDirectory directory;
    private final LabNodes nodes;
    private final Map<String, MemoryWireEnd> ends = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private EmbeddedNetwork network;
    private boolean closed;

    public EmbeddedLab(final LabSettings settings) {
        this.settings = settings;
        this.directory = LabDirectory.create(settings.parent());
        this.nodes = new LabNodes(
                directory, settings, loopbackAddresses(), (node, port) -> "memory,file=" + wireFile(node, port));
    }

    @Override
    public LabKind kind() {
        return LabKind.EMBEDDED;
    }

    @Override
    public Path directory() {
        return directory.path();
    }

    @Override
    public synchronized void build() {
        requireOpen();
        final Map<String, List<MemoryWireEnd>> ofSegments = new LinkedHashMap<>();
        for (final String segment : SEGMENTS) {
            final List<MemoryWireEnd> ofSegment = new ArrayList<>();
            for (final String node : NODE_NAMES) {
                ofSegment.add(new MemoryWireEnd(newWire(node, segment)));
                ends.put(node + " " + segment, ofSegment.getLast());
            }
            ofSegments.put(segment, ofSegment);
        }
        network = new EmbeddedNetwork(ofSegments.get("lan"), ofSegments.get("wan"));
    }

    private MemoryWire newWire(final String node, final String segment) {
        final long number = (long) SEGMENTS.indexOf(segment) * NODE_NAMES.size() + NODE_NAMES.indexOf(node);
        return MemoryWire.create(wireFile(node, segment), settings.workers(), RING_BYTES, FIRST_NODE_MAC + number);
    }

    @Override
    public synchronized NodeProcess startNode(final String name) {
        requireOpen();
        if (!started.add(name)) {
            SEGMENTS.forEach(segment -> ends.get(name + " " + segment).plugIn(newWire(name, segment)));
        }
        return nodes.start(name, List.of());
    }

    @Override
    public synchronized Traffic startTraffic(final TrafficSettings mix) {
        requireOpen();
        return network.start(mix);
    }

    @Override
    public synchronized String logTails() {
        return nodes.logTails() + (network == null ? "" : network.describe());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        nodes.close();
        if (network != null) {
            network.close();
        }
        ends.values().forEach(MemoryWireEnd::close);
        directory.release(settings.keep());
    }

    private Path wireFile(final String node, final String segment) {
        return directory.resolve(node + "-" + segment + ".wire");
    }

    private void requireOpen() {
        if (closed) {
            throw new LabException("the lab has been closed");
        }
    }

    private static Map<String, String> loopbackAddresses() {
        final Map<String, String> members = new LinkedHashMap<>();
        for (final String node : NODE_NAMES) {
            members.put(node, "127.0.0.1:" + LoopbackPorts.find());
        }
        return members;
    }
}
