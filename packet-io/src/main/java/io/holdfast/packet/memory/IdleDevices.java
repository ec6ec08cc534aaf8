package io.holdfast.packet.memory;

import io.holdfast.packet.PacketPort;
import java.util.List;

/** Ports that exist by name only. For a rehearsal, or a graph fed otherwise. */
public final class IdleDevices extends PooledDevices {
    /**
     * @param names of the ports
     * @param workers each with a queue of every port, and a pool
     * @param poolPackets of each pool
     */
    public IdleDevices(final List<String> names, final int workers, final int poolPackets) {
        super(
                names.stream().map(name -> new IdlePort(name, workers, 0)).toArray(PacketPort[]::new),
                workers,
                poolPackets);
    }
}
