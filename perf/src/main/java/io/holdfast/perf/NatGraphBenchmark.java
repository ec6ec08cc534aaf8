package io.holdfast.perf;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.memory.IdleDevices;
import io.holdfast.perf.rig.NamedDevices;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
    private static final int FRAME_BYTES = 60;
    private static final int IP_OFFSET = 14;
    private static final int IP_BYTES = 20;
    private static final int CHECKSUM_OFFSET = 24;
    private static final long BURST_NS = 10_000;
    private static final long LAN_MAC = 0x0200_5e00_0001L;
    private static final int WAN_HOST = 0xcb00_7109;

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
        batch.add(packet(arpRequest()));
        runtime.runBurst(timeNs, WAN, batch);
        frames = new byte[flows][];
        for (int i = 0; i < flows; i++) {
            frames[i] = datagram(0x0a00_0002 + i % 200, 1024 + i / 200);
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
        final PacketPool pool = devices.pool(0);
        final Packet packet = pool.allocate();
        packet.append(frame.length);
        NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
        return packet;
    }

    private static ByteBuffer ethernet(final long destination, final long source, final int type) {
        return ByteBuffer.allocate(FRAME_BYTES)
                .putShort((short) (destination >> 32))
                .putInt((int) destination)
                .putShort((short) (source >> 32))
                .putInt((int) source)
                .putShort((short) type);
    }

    private static byte[] arpRequest() {
        final long mac = 0x0200_0000_0009L;
        return ethernet(0xffff_ffff_ffffL, mac, 0x0806)
                .putInt(0x0001_0800)
                .putInt(0x0604_0001)
                .putShort((short) (mac >> 32))
                .putInt((int) mac)
                .putInt(WAN_HOST)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0xcb00_7101)
                .array();
    }

    private byte[] datagram(final int source, final int port) {
        final byte[] frame = ethernet(LAN_MAC, 0x0200_0000_0100L, 0x0800)
                .putInt(0x4500_0000 | FRAME_BYTES - IP_OFFSET)
                .putInt(0)
                .putInt(0x4011_0000)
                .putInt(source)
                .putInt(WAN_HOST)
                .putShort((short) port)
                .putShort((short) 53)
                .putInt(FRAME_BYTES - IP_OFFSET - IP_BYTES << 16)
                .array();
        final Packet packet = packet(frame);
        packet.putShort(CHECKSUM_OFFSET, InternetChecksum.of(packet.address() + IP_OFFSET, IP_BYTES));
        NativeMemory.copyToArray(packet.address(), frame, 0, frame.length);
        packet.free();
        return frame;
    }
}
