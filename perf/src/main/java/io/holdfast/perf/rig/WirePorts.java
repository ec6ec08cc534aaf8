package io.holdfast.perf.rig;

import io.holdfast.nat.lab.Lab;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.perf.load.LoadPort;
import io.holdfast.perf.load.WireLoadPort;
import java.nio.file.Path;
import java.util.List;

/** Memory wires between the generator and the nodes' ports, with the generator as the switch between them. */
final class WirePorts implements AutoCloseable {
    private static final long FIRST_MAC = 0x0200_0000_0200L;

    private final int queues;
    private final int ringBytes;
    private final SwitchedLoadPort lan = new SwitchedLoadPort(Lab.NODE_NAMES.size());
    private final SwitchedLoadPort wan = new SwitchedLoadPort(Lab.NODE_NAMES.size());

    WirePorts(final int queues, final int ringBytes) {
        this.queues = queues;
        this.ringBytes = ringBytes;
    }

    /** Lays a new wire to a node's port; gives the device string of its end there. */
    String lay(final Path directory, final String node, final String port) {
        final int number = Lab.NODE_NAMES.indexOf(node);
        final long mac = FIRST_MAC + 2L * number + List.of("lan", "wan").indexOf(port);
        final MemoryWire wire =
                MemoryWire.create(directory.resolve(node + "-" + port + ".wire"), queues, ringBytes, mac);
        ("lan".equals(port) ? lan : wan).plugIn(number, new WireLoadPort(wire));
        return "memory,file=" + wire.path();
    }

    LoadPort lan() {
        return lan;
    }

    LoadPort wan() {
        return wan;
    }

    @Override
    public void close() {
        lan.close();
        wan.close();
    }
}
