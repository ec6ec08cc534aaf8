package io.holdfast.perf;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.perf.rig.NamedDevices;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import java.nio.ByteBuffer;
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
 * What each element of the NAT's way costs a packet: the difference to {@code NOTHING}, or to the row that a row is built
 * on.
 *
 * <p>One thread, 60-byte frames of 1,000 UDP flows in turn, from a port to {@code Discard}. Making the frame anew and
 * giving it back are in every row. Not measured: what elements do to each other in the processor's caches and branch
 * predictors; the sum of the rows is less than the whole graph (see NatGraphBenchmark).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElementBenchmark {
    private static final int FLOWS = 1000;
    private static final int FRAME_BYTES = 60;
    private static final long BURST_NS = 10_000;

    /** An element, after what it needs before it. */
    public enum Way {
        NOTHING(""),
        HOST_ETHER_FILTER("HostEtherFilter(02:00:5e:00:00:01) -> "),
        CLASSIFIER("c :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -); c[1] -> Discard; c[2] -> Discard;"
                + " c[3] -> Discard; from -> c; c[0] -> "),
        STRIP("Strip(14) -> "),
        CHECK_IP_HEADER("Strip(14) -> CheckIPHeader -> "),
        IP_LOOKUP("Strip(14) -> CheckIPHeader -> l :: StaticIPLookup(10.0.0.1/32 1, 127.0.0.0/8 1, 0.0.0.0/0 0);"
                + " l[1] -> Discard; l[0] -> "),
        DEC_IP_TTL("Strip(14) -> CheckIPHeader -> DecIPTTL -> "),
        REWRITER("Strip(14) -> CheckIPHeader -> IPRewriter(pattern 203.0.113.1 1024-65535 - - 0 0) -> "),
        ENCAP("Strip(14) -> CheckIPHeader -> EtherEncap(0x0800, 02:00:00:00:00:01, 02:00:00:00:00:02) -> ");

        private final String elements;

        Way(final String elements) {
            this.elements = elements;
        }

        String graph() {
            return elements.startsWith("c ::")
                    ? "from :: FromDPDKDevice(lan); " + elements + "Discard;"
                    : "FromDPDKDevice(lan) -> " + elements + "Discard;";
        }
    }

    private final NamedDevices devices = new NamedDevices();
    private final PacketBatch batch = new PacketBatch();
    private final byte[][] frames = new byte[FLOWS][];
    private WorkerRuntime runtime;
    private int next;
    private long timeNs = 1_000_000_000L;

    /** The element. */
    @Param
    private Way way;

    /** Builds the graph and the frames, and opens the flows. */
    @Setup
    public void open() {
        runtime = new WorkerRuntime(
                new WorkerPlace(0, 1, 1),
                devices,
                GraphDefinition.parse(way.name(), way.graph(), Map.of()),
                AccessControl.UNPROTECTED,
                new FlatStateStore(),
                (port, sent) -> sent.free());
        for (int i = 0; i < FLOWS; i++) {
            frames[i] = datagram(0x0a00_0002 + i % 200, 1024 + i / 200);
        }
        for (int i = 0; i < FLOWS; i += PacketBatch.BURST_PACKETS) {
            run();
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
    public long run() {
        final PacketPool pool = devices.pool(0);
        for (int i = 0; i < PacketBatch.BURST_PACKETS; i++) {
            final Packet packet = pool.allocate();
            packet.append(FRAME_BYTES);
            NativeMemory.copyFromArray(frames[next], 0, packet.address(), FRAME_BYTES);
            batch.add(packet);
            next = next + 1 == FLOWS ? 0 : next + 1;
        }
        timeNs += BURST_NS;
        runtime.runBurst(timeNs, 0, batch);
        return timeNs;
    }

    private byte[] datagram(final int source, final int port) {
        final byte[] frame = ByteBuffer.allocate(FRAME_BYTES)
                .putShort((short) 0x0200)
                .putInt(0x5e00_0001)
                .putShort((short) 0x0200)
                .putInt(0x0100)
                .putShort((short) 0x0800)
                .putInt(0x4500_0000 | FRAME_BYTES - 14)
                .putInt(0)
                .putInt(0x4011_0000)
                .putInt(source)
                .putInt(0xcb00_7109)
                .putShort((short) port)
                .putShort((short) 53)
                .putInt(FRAME_BYTES - 34 << 16)
                .array();
        final Packet packet = devices.pool(0).allocate();
        packet.append(frame.length);
        NativeMemory.copyFromArray(frame, 0, packet.address(), frame.length);
        packet.putShort(24, InternetChecksum.of(packet.address() + 14, 20));
        NativeMemory.copyToArray(packet.address(), frame, 0, frame.length);
        packet.free();
        return frame;
    }
}
