package io.holdfast.perf.flood;

import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NamespaceLab;
import io.holdfast.nat.lab.NodeOptions;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.Processors;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.perf.NatFrames;
import io.holdfast.recovery.NodeStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A protected pair with a witness, real processes with real sockets, and a stranger on the switch between them.
 *
 * <p>The master has a processor to itself, on which its kernel does its work for what it receives, too, and translates
 * packets without end that its own device has ready for it (net_pcap): nobody else can be what limits it. All others share the
 * next processor.
 */
public final class FloodRig implements AutoCloseable {
    private static final String MASTER = "a";
    private static final String REPLICA = "b";
    private static final int MASTERS_CPU = 0;
    private static final int OTHERS_CPU = 1;
    private static final long START_TIMEOUT_NS = 60_000_000_000L;
    private static final long STRANGER_TIMEOUT_NS = 20_000_000_000L;
    private static final long POLL_NS = 10_000_000;
    private static final int WAN_FRAMES = 1024;
    /** Control stream, status messages, registers, views, attestations: most of them at least. */
    private static final int HEARD_PORTS = 4;

    private static final int WIRE_BYTES = 1 << 16;
    private static final long FIRST_MAC = 0x0200_0000_0300L;

    private final NamespaceLab lab;
    private final List<MemoryWire> wires = new ArrayList<>();
    private NodeProcess master;
    private NodeProcess replica;
    private FloodSignal signal;

    /**
     * Builds the network; nothing runs yet. Binds this process to the others' processor. Needs root, and two processors.
     *
     * @param records all or changes, as {@code log.records}
     * @param flows that are open, and send in turn
     */
    public FloodRig(final String records, final int flows) {
        // What is started from now on inherits it.
        Processors.bind(ProcessHandle.current().pid(), OTHERS_CPU);
        lab = new NamespaceLab(settings(records, flows), this::device);
        try {
            CaptureFile.write(
                    file("lan"),
                    IntStream.range(0, flows).mapToObj(NatFrames::datagram).toList());
            CaptureFile.write(file("wan"), wanFrames());
            lab.build();
            lab.receiveOn(MASTER, MASTERS_CPU);
            Processors.prefer(lab.witnessPid());
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    private static LabSettings settings(final String records, final int flows) {
        final Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LAN_IP", "10.0.0.1");
        variables.put("LAN_MAC", "02:00:5e:00:00:01");
        variables.put("WAN_IP", "203.0.113.1");
        variables.put("WAN_NET", "203.0.113.0/24");
        variables.put("FLOWS", Integer.toString(2 * flows + 1024));
        final List<String> sections = List.of("log: {records: " + records + "}");
        return new LabSettings(
                LabSettings.defaultParent(), 1, List.of(), false, new NodeOptions(variables, sections, null), true);
    }

    /** Somebody who tells his address now and then, whenever the master begins to listen; the rest is for nobody. */
    private static List<byte[]> wanFrames() {
        final List<byte[]> frames = new ArrayList<>();
        frames.add(NatFrames.arpRequest());
        while (frames.size() < WAN_FRAMES) {
            frames.add(NatFrames.experimental());
        }
        return frames;
    }

    private Path file(final String port) {
        return lab.directory().resolve(port + ".pcap");
    }

    private String device(final String node, final String port) {
        if (node.equals(MASTER)) {
            return "net_pcap,rx_pcap=" + file(port) + ",infinite_rx=1";
        }
        final MemoryWire wire =
                MemoryWire.create(lab.directory().resolve(port + ".wire"), 1, WIRE_BYTES, FIRST_MAC + wires.size());
        wires.add(wire);
        return "memory,file=" + wire.path();
    }

    /** Starts the pair, and waits until it is protected. */
    public void open() {
        master = lab.startNode(MASTER);
        Processors.bind(master.pid(), MASTERS_CPU);
        replica = lab.startNode(REPLICA);
        Processors.prefer(replica.pid());
        master();
    }

    /**
     * The status of the master, which must be the first node, protected; waits for that.
     *
     * @throws LabException if it is not, for a minute
     */
    public NodeStatus master() {
        final long deadlineNs = System.nanoTime() + START_TIMEOUT_NS;
        while (true) {
            final NodeStatus status = master.status();
            if (status != null && status.isMaster() && status.isProtected()) {
                return status;
            }
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("no protected master within a minute: "
                        + (status == null ? "no answer" : status.role() + ", " + status.protection())
                        + "\n" + logTails());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /**
     * Lets the stranger in, who listens to what the pair says for some time, and is then ready to flood.
     *
     * @param seed of random bytes
     */
    public FloodSignal letStrangerIn(final long seed, final long hearNs) {
        final Path file = lab.directory().resolve("flood.signal");
        signal = new FloodSignal(file);
        final String[] member = lab.member(MASTER).split(":");
        lab.startHelper(
                "stranger",
                Stranger.class.getName(),
                List.of(file.toString(), lab.plugInStranger(), member[0], member[1], Long.toString(seed)));
        await(FloodSignal.HEARING);
        lab.setHub(true);
        LockSupport.parkNanos(hearNs);
        awaitHeard();
        signal.endHearing();
        lab.setHub(false);
        await(FloodSignal.READY);
        return signal;
    }

    private void awaitHeard() {
        final long deadlineNs = System.nanoTime() + STRANGER_TIMEOUT_NS;
        while (signal.heardPorts() < HEARD_PORTS) {
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("the stranger heard datagrams to " + signal.heardPorts()
                        + " ports only in 20 s, of " + HEARD_PORTS + "\n" + logTails());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void await(final int state) {
        final long deadlineNs = System.nanoTime() + STRANGER_TIMEOUT_NS;
        while (signal.state() != state) {
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("the stranger did not get ready in 20 s\n" + logTails());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** The way of a packet, in words. */
    public String topology() {
        return "a node that translates what net_pcap gives it without end, alone on processor " + MASTERS_CPU
                + " with its kernel's work of receiving; replica, witness and stranger on processor " + OTHERS_CPU
                + ", all on a switch (veth pairs and a bridge)";
    }

    /** Last words of all processes. */
    public String logTails() {
        return lab.logTails();
    }

    @Override
    public void close() {
        try {
            lab.close();
        } finally {
            wires.forEach(MemoryWire::close);
            if (signal != null) {
                signal.close();
            }
        }
    }
}
