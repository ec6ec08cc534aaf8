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
 * <p>One thread, 60-byte frames of UDP flows in turn, from a port to {@code Discard}. Making the frame anew and giving it
 * back are in every row. How many flows there are matters to REWRITER alone. Not measured: what elements do to each other in the processor's caches and branch
 * predictors; the sum of the rows is less than the whole graph (see NatGraphBenchmark).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElementBenchmark {
    private static final int FRAME_BYTES = 60;
    private static final int NETWORK = 14;
    private static final int IP_HEADER_BYTES = 20;
    private static final int CHECKSUM = NETWORK + 10;
    private static final int SOURCE = NETWORK + 12;
    private static final int DESTINATION = NETWORK + 16;
    private static final int SOURCE_PORT = NETWORK + IP_HEADER_BYTES;
    private static final int FIRST_HOST = 0x0a00_0002;
    private static final int FIRST_SERVER = 0xcb00_7202;
    private static final int FIRST_PORT = 1024;
    private static final int FLOWS_OF_A_HOST = 50;

    /** Fewer than there are ports towards a server. */
    private static final int FLOWS_OF_A_SERVER = 50_000;

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
        REWRITER("Strip(14) -> CheckIPHeader -> IPRewriter(pattern 203.0.113.1 1024-65535 - - 0 0,"
                + " MAPPING_CAPACITY $FLOWS) -> "),
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

    private final IdleDevices devices = NamedDevices.open();
    private final PacketBatch batch = new PacketBatch();
    private final byte[] template = template();
    private WorkerRuntime runtime;
    private int next;
    private long timeNs = 1_000_000_000L;

    /** The element. */
    @Param
    private Way way;

    /** Flows that are open. */
    @Param({"1000", "100000", "1000000"})
    private int flows;

    /** Builds the graph, and opens the flows. */
    @Setup
    public void open() {
        runtime = new WorkerRuntime(
                new WorkerPlace(0, 1, 1),
                devices,
                GraphDefinition.parse(way.name(), way.graph(), Map.of("FLOWS", Integer.toString(flows + flows / 4))),
                AccessControl.UNPROTECTED,
                new FlatStateStore(),
                (port, sent) -> sent.free());
        for (int i = 0; i < flows; i += PacketBatch.BURST_PACKETS) {
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
            batch.add(datagram(pool, next));
            next = next + 1 == flows ? 0 : next + 1;
        }
        timeNs += BURST_NS;
        runtime.runBurst(timeNs, 0, batch);
        return timeNs;
    }

    private Packet datagram(final PacketPool pool, final int flow) {
        final Packet packet = pool.allocate();
        packet.append(FRAME_BYTES);
        NativeMemory.copyFromArray(template, 0, packet.address(), FRAME_BYTES);
        final int source = FIRST_HOST + flow / FLOWS_OF_A_HOST;
        final int destination = FIRST_SERVER + flow / FLOWS_OF_A_SERVER;
        packet.putInt(SOURCE, source);
        packet.putInt(DESTINATION, destination);
        packet.putShort(SOURCE_PORT, FIRST_PORT + flow % FLOWS_OF_A_HOST);
        final long addresses = InternetChecksum.deltaSum32(0, source) + InternetChecksum.deltaSum32(0, destination);
        packet.putShort(CHECKSUM, InternetChecksum.applySum(packet.getShort(CHECKSUM), addresses));
        return packet;
    }

    /** A datagram from nobody to nobody, its IP checksum included. */
    private static byte[] template() {
        final byte[] frame = ByteBuffer.allocate(FRAME_BYTES)
                .putShort((short) 0x0200)
                .putInt(0x5e00_0001)
                .putShort((short) 0x0200)
                .putInt(0x0100)
                .putShort((short) 0x0800)
                .putInt(0x4500_0000 | FRAME_BYTES - NETWORK)
                .putInt(0)
                .putInt(0x4011_0000)
                .putLong(0)
                .putShort((short) 0)
                .putShort((short) 53)
                .putInt(FRAME_BYTES - NETWORK - IP_HEADER_BYTES << 16)
                .array();
        final long memory = NativeMemory.allocate(FRAME_BYTES);
        NativeMemory.copyFromArray(frame, 0, memory, FRAME_BYTES);
        NativeMemory.putShortBe(memory + CHECKSUM, InternetChecksum.of(memory + NETWORK, IP_HEADER_BYTES));
        NativeMemory.copyToArray(memory, frame, 0, FRAME_BYTES);
        NativeMemory.release(memory);
        return frame;
    }
}
