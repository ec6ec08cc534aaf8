package io.holdfast.perf;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.memory.IdleDevices;
import io.holdfast.perf.rig.NamedDevices;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the NAT's graph (nat.click) costs a packet of an established UDP flow from the LAN to the WAN.
 *
 * <p>One thread, 60-byte frames, flows in turn; unprotected. Making the frame anew, which costs about as much as a
 * receive, is included. Not measured: devices, the log, holding, the opening of flows, and TCP.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NatGraphBenchmark {
    private static final int LAN = 0;
    private static final int WAN = 1;
    private static final long BURST_NS = 10_000;

    private final IdleDevices devices = NamedDevices.open();
    private final PacketBatch batch = new PacketBatch();
    private WorkerRuntime runtime;
    private byte[][] frames;
    private int next;
    private long timeNs = 1_000_000_000L;
    private long sentCount;

    /** Flows that are open. */
    @Param({"1000", "50000"})
    private int flows;

    /** Builds the graph, makes the WAN's host known, and opens the flows. */
    @Setup
    public void open() throws IOException {
        runtime = new WorkerRuntime(
                new WorkerPlace(0, 1, 1),
                devices,
                GraphDefinition.parse("nat.click", graph(), Map.of()),
                AccessControl.UNPROTECTED,
                new FlatStateStore(),
                (port, sent) -> {
                    sentCount += sent.size();
                    sent.free();
                });
        batch.add(packet(NatFrames.arpRequest()));
        runtime.runBurst(timeNs, WAN, batch);
        frames = new byte[flows][];
        for (int i = 0; i < flows; i++) {
            frames[i] = NatFrames.datagram(i);
        }
        sentCount = 0;
        for (int i = 0; i < flows; i += PacketBatch.BURST_PACKETS) {
            forward();
        }
        if (sentCount < flows) {
            throw new IllegalStateException("only " + sentCount + " of " + flows + " were forwarded");
        }
    }

    /** Frees everything. */
    @TearDown
    public void close() {
        runtime.close();
        devices.close();
    }

    /** One burst; per packet. */
    @Benchmark
    @OperationsPerInvocation(PacketBatch.BURST_PACKETS)
    public long forward() {
        for (int i = 0; i < PacketBatch.BURST_PACKETS; i++) {
            batch.add(packet(frames[next]));
            next = next + 1 == flows ? 0 : next + 1;
        }
        timeNs += BURST_NS;
        runtime.runBurst(timeNs, LAN, batch);
        return sentCount;
    }

    private static String graph() throws IOException {
        try (InputStream text = NatGraphBenchmark.class.getResourceAsStream("/io/holdfast/nat/nat.click")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Packet packet(final byte[] frame) {
        return PacketBytes.copyOf(devices.pool(0), frame);
    }
}
