package io.holdfast.nat.command;

import io.holdfast.packet.DeviceAddress;
import io.holdfast.packet.PortSettings;
import io.holdfast.packet.dpdk.ArpProbe;
import java.util.ArrayList;
import java.util.List;

/** The hosts beside a node's ports that must answer. Used by the attestations' thread, closed when that has ended. */
final class Neighbours implements AutoCloseable {
    private final List<ArpProbe> probes = new ArrayList<>();

    /**
     * Begins to ask.
     *
     * @param intervalNs between two questions to the same
     */
    Neighbours(final List<PortSettings> ports, final long intervalNs) {
        try {
            for (final PortSettings port : ports) {
                if (!port.neighbour().isEmpty()) {
                    final String iface =
                            DeviceAddress.parse(port.device()).argument("iface").orElseThrow();
                    probes.add(new ArpProbe(iface, port.neighbour(), intervalNs, System.nanoTime()));
                }
            }
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Since one answered, on the port where that is longest ago; 0 if none is asked. */
    long silenceNs() {
        final long nowNs = System.nanoTime();
        long longest = 0;
        for (final ArpProbe probe : probes) {
            longest = Math.max(longest, probe.silenceNs(nowNs));
        }
        return longest;
    }

    @Override
    public void close() {
        probes.forEach(ArpProbe::close);
    }
}
