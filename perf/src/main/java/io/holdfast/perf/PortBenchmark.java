package io.holdfast.perf;

import io.holdfast.nat.lab.LabSettings;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.packet.memory.MemoryWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What receiving and sending cost a packet at a memory port.
 *
 * <p>One thread at both ends of the wire, 60-byte frames: the other end's work is in it, {@code wireAlone} tells how much
 * that is. Not measured: cache lines that change cores.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PortBenchmark {
    private static final int FRAME_BYTES = 60;
    private static final int RING_BYTES = 1 << 20;

    private final PacketBatch batch = new PacketBatch();
    private final long frame = NativeMemory.allocate(FRAME_BYTES);
    private Path file;
    private MemoryWire wire;
    private PacketDevices devices;

    /** Makes a wire and attaches a port. */
    @Setup
    public void open() throws IOException {
        file = Files.createTempFile(LabSettings.defaultParent(), "holdfast-port-benchmark", ".wire");
        wire = MemoryWire.create(file, 1, RING_BYTES, 1);
        devices = Devices.open(List.of(new PortSettings("lan", "memory,file=" + file)), 1, DeviceSettings.defaults());
    }

    /** Removes them. */
    @TearDown
    public void close() throws IOException {
        devices.close();
        wire.close();
        Files.deleteIfExists(file);
        NativeMemory.release(frame);
    }

    /** A burst is written at the far end, received, and dropped; per packet. */
    @Benchmark
    @OperationsPerInvocation(PacketBatch.BURST_PACKETS)
    public int receive() {
        send();
        final int count = devices.port(0).receive(0, devices.pool(0), batch);
        batch.free();
        return count;
    }

    /** The same, sent back, and read at the far end. */
    @Benchmark
    @OperationsPerInvocation(PacketBatch.BURST_PACKETS)
    public int receiveAndTransmit() {
        send();
        devices.port(0).receive(0, devices.pool(0), batch);
        devices.port(0).transmit(0, batch);
        return wire.poll(0, (buffer, offset, length) -> {}, PacketBatch.BURST_PACKETS);
    }

    private void send() {
        for (int i = 0; i < PacketBatch.BURST_PACKETS; i++) {
            wire.send(0, frame, FRAME_BYTES);
        }
    }
}
