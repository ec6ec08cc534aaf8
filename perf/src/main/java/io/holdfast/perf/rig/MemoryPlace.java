package io.holdfast.perf.rig;

import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.WiredLab;
import io.holdfast.perf.load.LoadPort;

/** Nodes on memory wires. */
final class MemoryPlace implements NodePlace {
    private final WiredLab lab;
    private final WirePorts wires;
    private final int ringBytes;

    MemoryPlace(final LabSettings settings, final int ringBytes) {
        this.ringBytes = ringBytes;
        wires = new WirePorts(settings.workers(), ringBytes);
        lab = new WiredLab(settings, this::newWire);
    }

    private String newWire(final String node, final String port) {
        return wires.lay(lab.directory(), node, port);
    }

    @Override
    public NodeProcess startNode(final String name) {
        return lab.startNode(name);
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
        return "generator (one process) -- memory wires of " + (ringBytes >> 20)
                + " MiB each way -- node processes; the nodes' log over UDP on loopback";
    }

    @Override
    public String logTails() {
        return lab.logTails();
    }

    @Override
    public void close() {
        lab.close();
        wires.close();
    }
}
