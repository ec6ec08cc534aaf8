package io.holdfast.perf.rig;

import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NamespaceLab;
import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.perf.load.DeviceLoadPort;
import io.holdfast.perf.load.LoadPort;
import java.util.List;
import java.util.Map;

/**
 * The drill's network of namespaces, with the generator plugged into both segments.
 *
 * <p>The thread that makes it is the generator's.
 */
final class NamespacePlace implements NodePlace {
    private final NamespaceLab lab;
    private final PacketDevices devices;
    private final LoadPort lan;
    private final LoadPort wan;

    NamespacePlace(final LabSettings settings) {
        lab = new NamespaceLab(settings);
        try {
            lab.build();
            final Map<String, String> interfaces = lab.plugInGenerator();
            devices = Devices.open(
                    List.of(
                            new PortSettings("lan", "net_af_packet,iface=" + interfaces.get("lan")),
                            new PortSettings("wan", "net_af_packet,iface=" + interfaces.get("wan"))),
                    1,
                    DeviceSettings.defaults());
        } catch (final RuntimeException e) {
            lab.close();
            throw e;
        }
        devices.attachWorker(0, -1);
        lan = new DeviceLoadPort(devices.port(0), devices.pool(0));
        wan = new DeviceLoadPort(devices.port(1), devices.pool(0));
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
        return "generator (one process) -- af_packet, veth, bridge -- node processes in namespaces of their own;"
                + " the nodes' log over a veth pair";
    }

    @Override
    public String logTails() {
        return lab.logTails();
    }

    @Override
    public void close() {
        try {
            devices.detachWorker(0);
            devices.close();
        } finally {
            lab.close();
        }
    }
}
