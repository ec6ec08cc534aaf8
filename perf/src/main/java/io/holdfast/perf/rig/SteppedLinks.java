package io.holdfast.perf.rig;

import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortSettings;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.perf.load.DeviceLoadPort;
import io.holdfast.perf.load.LoadPort;
import io.holdfast.perf.load.WireLoadPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Links between a generator and a box in one process: the box's devices, and the generator's ports. */
final class SteppedLinks implements AutoCloseable {
    private static final long BOX_MAC = 0x0200_0000_0001L;

    private final PacketDevices opened;
    private final PacketDevices box;
    private final LoadPort lan;
    private final LoadPort wan;

    private SteppedLinks(final PacketDevices opened, final PacketDevices box, final LoadPort lan, final LoadPort wan) {
        this.opened = opened;
        this.box = box;
        this.lan = lan;
        this.wan = wan;
    }

    /** Two memory wires. */
    static SteppedLinks memory(final Path parent, final int ringBytes) {
        final Path directory;
        try {
            directory = Files.createTempDirectory(parent, "holdfast-bench-");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final MemoryWire lanWire = MemoryWire.create(directory.resolve("lan"), 1, ringBytes, BOX_MAC);
        final MemoryWire wanWire = MemoryWire.create(directory.resolve("wan"), 1, ringBytes, BOX_MAC + 1);
        final PacketDevices devices = Devices.open(
                List.of(
                        new PortSettings("lan", "memory,file=" + lanWire.path()),
                        new PortSettings("wan", "memory,file=" + wanWire.path())),
                1,
                DeviceSettings.defaults());
        remove(directory);
        return new SteppedLinks(devices, devices, new WireLoadPort(lanWire), new WireLoadPort(wanWire));
    }

    /** Both ends have the wires mapped: without a name nothing is left behind, however the process ends. */
    private static void remove(final Path directory) {
        try {
            Files.delete(directory.resolve("lan"));
            Files.delete(directory.resolve("wan"));
            Files.delete(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four of DPDK's loop-back rings, crossed to two cables. */
    static SteppedLinks ring() {
        final PacketDevices rings = Devices.open(
                IntStream.range(0, 4)
                        .mapToObj(i -> new PortSettings("ring" + i, "net_ring" + i))
                        .toList(),
                1,
                DeviceSettings.defaults());
        final PacketPort boxLan = new CrossedPort("lan", rings.port(0), rings.port(1));
        final PacketPort boxWan = new CrossedPort("wan", rings.port(2), rings.port(3));
        final PacketPort ownLan = new CrossedPort("lan", rings.port(1), rings.port(0));
        final PacketPort ownWan = new CrossedPort("wan", rings.port(3), rings.port(2));
        final PacketPool pool = rings.pool(0);
        return new SteppedLinks(
                rings,
                new ChosenDevices(rings, List.of(boxLan, boxWan)),
                new DeviceLoadPort(ownLan, pool),
                new DeviceLoadPort(ownWan, pool));
    }

    PacketDevices box() {
        return box;
    }

    LoadPort lan() {
        return lan;
    }

    LoadPort wan() {
        return wan;
    }

    @Override
    public void close() {
        opened.close();
        lan.close();
        wan.close();
    }

    /** Some ports over the devices of another set. */
    private record ChosenDevices(PacketDevices base, List<PacketPort> ports) implements PacketDevices {
        @Override
        public int portCount() {
            return ports.size();
        }

        @Override
        public PacketPort port(final int number) {
            return ports.get(number);
        }

        @Override
        public PacketPool pool(final int worker) {
            return base.pool(worker);
        }

        @Override
        public void attachWorker(final int worker, final int cpu) {
            base.attachWorker(worker, cpu);
        }

        @Override
        public void detachWorker(final int worker) {
            base.detachWorker(worker);
        }

        @Override
        public void close() {}
    }
}
