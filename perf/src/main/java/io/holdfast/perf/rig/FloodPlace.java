package io.holdfast.perf.rig;

import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NamespaceLab;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.Processors;
import io.holdfast.perf.flood.FloodSignal;
import io.holdfast.perf.flood.Stranger;
import io.holdfast.perf.load.LoadPort;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Nodes on memory wires whose group talks over a network of namespaces, with a witness, and with a stranger in it.
 *
 * <p>The first node has a processor to itself, which also does its kernel's work for what it receives; all others share
 * the next one.
 */
final class FloodPlace implements NodePlace {
    private static final String FLOODED = "a";
    private static final long TIMEOUT_NS = 20_000_000_000L;
    private static final long POLL_NS = 10_000_000;
    private static final int NODES_CPU = 0;
    private static final int OTHERS_CPU = 1;

    private final NamespaceLab lab;
    private final WirePorts wires;
    private FloodSignal signal;

    FloodPlace(final LabSettings settings, final int ringBytes) {
        wires = new WirePorts(settings.workers(), ringBytes);
        // What is started from now on inherits it.
        Processors.bind(ProcessHandle.current().pid(), OTHERS_CPU);
        lab = new NamespaceLab(settings, this::newWire);
        try {
            lab.build();
            lab.receiveOn(FLOODED, NODES_CPU);
            Processors.prefer(lab.witnessPid());
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    private String newWire(final String node, final String port) {
        return wires.lay(lab.directory(), node, port);
    }

    @Override
    public NodeProcess startNode(final String name) {
        final NodeProcess node = lab.startNode(name);
        if (name.equals(FLOODED)) {
            Processors.bind(node.pid(), NODES_CPU);
        } else {
            // The generator is busy all the time, on the same processor.
            Processors.prefer(node.pid());
        }
        return node;
    }

    /** Lets the stranger in, who first listens to what the running pair says. */
    FloodSignal letStrangerIn(final long seed, final long hearNs) {
        signal = new FloodSignal(lab.directory().resolve("flood.signal"));
        final String[] member = lab.member(FLOODED).split(":");
        lab.startHelper(
                "stranger",
                Stranger.class.getName(),
                List.of(
                        lab.directory().resolve("flood.signal").toString(),
                        lab.plugInStranger(),
                        member[0],
                        member[1],
                        Long.toString(seed)));
        await(FloodSignal.HEARING);
        lab.setHub(true);
        LockSupport.parkNanos(hearNs);
        signal.endHearing();
        lab.setHub(false);
        await(FloodSignal.READY);
        return signal;
    }

    private void await(final int state) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (signal.state() != state) {
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("the stranger did not get ready in 20 s\n" + lab.logTails());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    @Override
    public LoadPort lan() {
        return wires.lan();
    }

    @Override
    public LoadPort wan() {
        return wires.wan();
    }

    @Override
    public String topology() {
        return "generator -- memory wires -- node processes; nodes, witness and a stranger on a switch (veth pairs and a"
                + " bridge); node a alone on processor 0, with its kernel's work of receiving; all others on processor 1";
    }

    @Override
    public String logTails() {
        return lab.logTails();
    }

    @Override
    public void close() {
        try {
            if (lab != null) {
                lab.close();
            }
        } finally {
            wires.close();
            if (signal != null) {
                signal.close();
            }
        }
    }
}
