package io.holdfast.perf.rig;

import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NodeOptions;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.load.LoadGenerator;
import io.holdfast.perf.load.Trial;
import io.holdfast.recovery.NodeStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Real nodes, {@code holdfast node} with a settings file, each a process of its own: one that is solo, or a pair.
 *
 * <p>The thread that makes it is the generator's.
 */
public final class NodeRig implements Rig {
    private static final String MASTER = "a";
    private static final String REPLICA = "b";
    private static final long START_TIMEOUT_NS = 60_000_000_000L;
    private static final int REPLICA_WAIT_MS = 30_000;
    private static final long POLL_MS = 10;

    private final RigSettings settings;
    private final LogMode mode;
    private final NodePlace place;
    private final LoadGenerator generator;
    private final Map<String, NodeProcess> nodes = new ConcurrentHashMap<>();
    private final Map<String, Long> pids = new ConcurrentHashMap<>();

    /** Builds the links; nothing runs yet. */
    public NodeRig(final RigSettings settings, final LogMode mode) {
        this(settings, mode, mode.isProtected() ? REPLICA_WAIT_MS : 1);
    }

    /** Builds the links of a pair whose first master forwards before it has a replica. */
    public static NodeRig startingSolo(final RigSettings settings, final LogMode mode) {
        return new NodeRig(settings, mode, 1);
    }

    private NodeRig(final RigSettings settings, final LogMode mode, final int replicaWaitMs) {
        this.settings = settings;
        this.mode = mode;
        final LabSettings lab =
                new LabSettings(LabSettings.defaultParent(), 1, List.of(), false, options(replicaWaitMs));
        place = switch (settings.link()) {
            case MEMORY -> new MemoryPlace(lab, settings.ringBytes());
            case MEMIF -> DevicePlace.memif(lab);
            case NAMESPACES -> new NamespacePlace(lab);
            case DEVICES -> DevicePlace.named(lab, settings.devices());
            case RING -> throw new IllegalArgumentException("net_ring is within one process: use a stepped box");
        };
        generator = new LoadGenerator(settings.plan(), place.lan(), place.wan());
    }

    private NodeOptions options(final int replicaWaitMs) {
        final Map<String, String> all = new TreeMap<>();
        all.put("idle", settings.idle());
        all.put("failover.startupListenMs", "50");
        all.put("failover.replicaWaitMs", Integer.toString(replicaWaitMs));
        all.putAll(mode.nodeSettings());
        all.putAll(settings.nodeSettings());
        return new NodeOptions(BenchGraph.variables(settings.plan()), sections(all), BenchGraph.text(settings.plan()));
    }

    /** The settings file's sections, of dotted names with a dot at most. */
    private static List<String> sections(final Map<String, String> settings) {
        final Map<String, String> sections = new TreeMap<>();
        settings.forEach((name, value) -> {
            final int dot = name.indexOf('.');
            if (dot < 0) {
                sections.put(name, name + ": " + value);
            } else {
                final String section = name.substring(0, dot);
                final String line = "  " + name.substring(dot + 1) + ": " + value;
                sections.merge(section, section + ":\n" + line, (before, added) -> before + "\n" + line);
            }
        });
        return List.copyOf(sections.values());
    }

    @Override
    public void open() {
        startNode(MASTER);
        if (mode.isProtected()) {
            startNode(REPLICA);
        }
        awaitMaster(mode.isProtected());
        generator.open(LoadGenerator.BoxTurn.NONE);
    }

    /** Starts one node only, solo although others are to join it, and opens the flows. */
    public void openSolo() {
        startNode(MASTER);
        awaitMaster(false);
        generator.open(LoadGenerator.BoxTurn.NONE);
    }

    /** Starts a node, for the first time or again. */
    public void startNode(final String name) {
        final NodeProcess node = place.startNode(name);
        if (node != null) {
            nodes.put(name, node);
        }
    }

    /**
     * Waits until there is a master, with a replica or without.
     *
     * @return its status, null if the box is not ours
     * @throws LabException if there is none within a minute
     */
    public NodeStatus awaitMaster(final boolean isProtected) {
        if (nodes.isEmpty()) {
            return null;
        }
        final long deadlineNs = System.nanoTime() + START_TIMEOUT_NS;
        while (true) {
            final NodeStatus master = master();
            if (master != null && (isProtected ? master.isProtected() : "solo".equals(master.protection()))) {
                return master;
            }
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("the nodes did not become what they should within a minute: "
                        + (master == null ? "no master" : master.protection()) + "\n" + place.logTails());
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /** The master's status at present, null if no node says that it is one. */
    public NodeStatus master() {
        for (final Map.Entry<String, NodeProcess> node : nodes.entrySet()) {
            final NodeStatus status =
                    node.getValue().isAlive() ? node.getValue().status() : null;
            if (status != null) {
                pids.put(node.getKey(), status.pid());
                if (status.isMaster()) {
                    return status;
                }
            }
        }
        return null;
    }

    /** A node's status, null if it does not answer. */
    public NodeStatus status(final String name) {
        return nodes.get(name).status();
    }

    /**
     * Kills a node with SIGKILL.
     *
     * @return {@code System.nanoTime} just before
     */
    public long kill(final String name) {
        final NodeProcess node = nodes.get(name);
        return node.kill(node.status().pid());
    }

    @Override
    public LoadGenerator generator() {
        return generator;
    }

    @Override
    public Measurement saturate(final long lengthNs) {
        final NodeStatus master = master();
        final ProcessCpu box = cpuOf(master == null ? null : master.node());
        final ProcessCpu replica = cpuOf(master == null ? null : other(master.node()));
        final long boxNs = read(box);
        final long replicaNs = read(replica);
        final Trial trial = generator.saturate(lengthNs, settings.windowPackets());
        return new Measurement(trial, read(box) - boxNs, read(replica) - replicaNs, -1, false);
    }

    private ProcessCpu cpuOf(final String name) {
        if (name == null || nodes.get(name) == null) {
            return null;
        }
        return new ProcessCpu(
                pids.computeIfAbsent(name, key -> nodes.get(key).status().pid()));
    }

    private static long read(final ProcessCpu cpu) {
        return cpu == null ? 0 : cpu.readNs();
    }

    /** Name of the other node. */
    public static String other(final String name) {
        return MASTER.equals(name) ? REPLICA : MASTER;
    }

    @Override
    public Trial pace(final double perSecond, final long lengthNs, final GoodPacketListener listener) {
        return generator.pace(perSecond, lengthNs, listener);
    }

    @Override
    public String topology() {
        return place.topology();
    }

    @Override
    public String logTails() {
        return place.logTails();
    }

    @Override
    public void close() {
        generator.close();
        place.close();
    }
}
