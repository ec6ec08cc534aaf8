package io.holdfast.perf.rig;

import io.holdfast.nat.lab.Lab;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.nat.lab.WiredLab;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.perf.load.DeviceLoadPort;
import io.holdfast.perf.load.LoadException;
import io.holdfast.perf.load.LoadPort;
import java.util.List;
import java.util.Map;

/**
 * Devices that packet-io opens: the generator's two ports, and one node's at the other end of their cables, or a box that
 * somebody else runs.
 *
 * <p>The thread that makes it is the generator's.
 */
final class DevicePlace implements NodePlace {
    private final WiredLab lab;
    private final PacketDevices devices;
    private final LoadPort lan;
    private final LoadPort wan;
    private final String topology;

    private DevicePlace(final WiredLab lab, final String lanDevice, final String wanDevice, final String topology) {
        this.lab = lab;
        this.topology = topology;
        try {
            devices = Devices.open(
                    List.of(new PortSettings("lan", lanDevice), new PortSettings("wan", wanDevice)),
                    1,
                    DeviceSettings.defaults());
        } catch (final RuntimeException e) {
            if (lab != null) {
                lab.close();
            }
            throw e;
        }
        devices.attachWorker(0, -1);
        lan = new DeviceLoadPort(devices.port(0), devices.pool(0));
        wan = new DeviceLoadPort(devices.port(1), devices.pool(0));
    }

    /** A node at the other end of two net_memif links. */
    static DevicePlace memif(final LabSettings settings) {
        final WiredLab[] holder = new WiredLab[1];
        holder[0] = new WiredLab(settings, (node, port) -> memifDevice(holder[0], port, "client"));
        return new DevicePlace(
                holder[0],
                memifDevice(holder[0], "lan", "server"),
                memifDevice(holder[0], "wan", "server"),
                "generator (one process) -- net_memif -- node process");
    }

    private static String memifDevice(final WiredLab lab, final String port, final String role) {
        return "net_memif,role=" + role + ",id=0,socket=" + lab.directory().resolve(port + ".sock")
                + ",socket-abstract=no";
    }

    /** Devices by name; the box's are in the map only if a node is to be started on them. */
    static DevicePlace named(final LabSettings settings, final Map<String, String> devices) {
        final boolean hasNode = devices.containsKey("box-lan");
        final WiredLab lab = hasNode ? new WiredLab(settings, (node, port) -> devices.get("box-" + port)) : null;
        return new DevicePlace(
                lab,
                devices.get("lan"),
                devices.get("wan"),
                "generator -- " + devices.get("lan") + " and " + devices.get("wan") + " -- "
                        + (hasNode
                                ? "node process on " + devices.get("box-lan") + " and " + devices.get("box-wan")
                                : "a box that is not ours"));
    }

    @Override
    public NodeProcess startNode(final String name) {
        if (lab == null) {
            return null;
        }
        if (!name.equals(Lab.NODE_NAMES.getFirst())) {
            throw new LoadException("a link between two ports has one node at its end: use --via memory or namespaces");
        }
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
        return topology;
    }

    @Override
    public String logTails() {
        return lab == null ? "" : lab.logTails();
    }

    @Override
    public void close() {
        if (lab != null) {
            lab.close();
        }
        devices.detachWorker(0);
        devices.close();
    }
}
