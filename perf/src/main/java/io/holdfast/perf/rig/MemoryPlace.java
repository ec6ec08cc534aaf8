package io.holdfast.perf.rig;

import io.holdfast.nat.lab.Lab;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.WiredLab;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.perf.load.LoadPort;
import io.holdfast.perf.load.WireLoadPort;
import java.util.List;

/** Nodes on memory wires, with the generator as the switch between them. */
final class MemoryPlace implements NodePlace {
    private static final long FIRST_MAC = 0x0200_0000_0200L;

    private final WiredLab lab;
    private final int ringBytes;
    private final int queues;
    private final SwitchedLoadPort lan = new SwitchedLoadPort(Lab.NODE_NAMES.size());
    private final SwitchedLoadPort wan = new SwitchedLoadPort(Lab.NODE_NAMES.size());

    MemoryPlace(final LabSettings settings, final int ringBytes) {
        this.ringBytes = ringBytes;
        queues = settings.workers();
        lab = new WiredLab(settings, this::newWire);
    }

    private String newWire(final String node, final String port) {
        final int number = Lab.NODE_NAMES.indexOf(node);
        final long mac = FIRST_MAC + 2L * number + List.of("lan", "wan").indexOf(port);
        final MemoryWire wire =
                MemoryWire.create(lab.directory().resolve(node + "-" + port + ".wire"), queues, ringBytes, mac);
        ("lan".equals(port) ? lan : wan).plugIn(number, new WireLoadPort(wire));
        return "memory,file=" + wire.path();
    }

    @Override
    public NodeProcess startNode(final String name) {
        return lab.startNode(name);
    }

    @Override
    public LoadPort lan() {
        return lan;
    }

    @Override
    public LoadPort wan() {
        return wan;
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
        lan.close();
        wan.close();
    }
}
