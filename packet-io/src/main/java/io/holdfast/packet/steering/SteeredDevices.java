package io.holdfast.packet.steering;

import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;

/** A node's devices with steering before every port. */
public final class SteeredDevices implements PacketDevices {
    private final PacketDevices devices;
    private final PacketPort[] ports;

    private SteeredDevices(final PacketDevices devices, final FlowSteering steering) {
        this.devices = devices;
        ports = new PacketPort[devices.portCount()];
        for (int number = 0; number < ports.length; number++) {
            ports[number] = SteeredPort.over(devices.port(number), steering);
        }
    }

    /**
     * Puts steering before all ports; with one worker these are the devices themselves.
     *
     * @param devices opened for as many workers; closed by the result's close
     */
    public static PacketDevices over(final PacketDevices devices, final int workers) {
        return workers == 1 ? devices : new SteeredDevices(devices, FlowSteering.of(workers));
    }

    @Override
    public int portCount() {
        return ports.length;
    }

    @Override
    public PacketPort port(final int number) {
        return ports[number];
    }

    @Override
    public PacketPool pool(final int worker) {
        return devices.pool(worker);
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {
        devices.attachWorker(worker, cpu);
    }

    @Override
    public void detachWorker(final int worker) {
        devices.detachWorker(worker);
    }

    /** Ends the packets on the way between workers, then closes ports and pools. */
    @Override
    public void close() {
        for (final PacketPort port : ports) {
            if (port instanceof SteeredPort steered) {
                steered.clear();
            }
        }
        devices.close();
    }
}
