package io.holdfast.perf.bench;

import io.holdfast.nat.run.GraphRun;
import io.holdfast.nat.run.RunConfiguration;
import io.holdfast.nat.run.RunSettings;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.trace.TraceReader;
import io.holdfast.packet.trace.TraceWriter;
import io.holdfast.perf.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.BusySpinIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code holdfast bench pcap}: what a run makes of a capture file, in packets per second of its thread's processor time.
 *
 * <p>The file holds UDP datagrams of many flows in turn, in frames of 60 bytes (64 on the wire), and is read over and
 * over: FromDump, header check, translation, Discard, on one thread, as {@code holdfast run} runs it. Not measured:
 * devices, ARP, the log, holding, the opening of flows.
 */
@Command(
        name = "pcap",
        mixinStandardHelpOptions = true,
        description = {
            "What holdfast run makes of a capture file of UDP flows: read, translate, discard; one thread, no device.",
            "Packets per second of the thread's own processor time, for each round, after the warm-up."
        })
final class PcapCommand extends Measuring {
    private static final int FRAME_BYTES = 60;
    private static final int ETHERNET_BYTES = 14;
    private static final int IP_BYTES = 20;
    private static final int CHECKSUM = 24;
    private static final int LEAST_PACKETS = 65_536;
    private static final int TURNS_BETWEEN_CLOCK_READS = 64;

    private static final String PATH = """
            d :: FromDump($FILE, END_CALL d.reset) -> Strip(14) -> check :: CheckIPHeader
              -> %s in :: Counter -> end :: Discard;
            """;

    /** Two addresses outside, so that 100,000 flows have ports. */
    private static final String NAT = """
            nat :: IPRewriter(outside, drop, MAPPING_CAPACITY 262144) ->
            """;

    private static final String MAPPER = """
            outside :: RoundRobinIPMapper(203.0.113.1 1024-65535 - - 0 0, 203.0.113.2 1024-65535 - - 0 0);
            Idle -> [1] nat;
            """;

    @Option(names = "--flows", defaultValue = "1000", description = "UDP flows in turn (default: ${DEFAULT-VALUE})")
    private int flows;

    @Option(names = "--rounds", defaultValue = "7", description = "figures (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1", description = "of each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "seconds before (default: ${DEFAULT-VALUE})")
    private double warmUp;

    @Option(names = "--no-nat", description = "the same path without the translation")
    private boolean isWithoutNat;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    int measure() throws IOException {
        require("--flows", flows, 1, 120_000);
        require("--rounds", rounds, 1, 1000);
        require("--seconds", seconds, 0.01, 60);
        require("--warm-up", warmUp, 0, 600);
        final Path file = Files.createTempFile("holdfast-bench", ".pcap");
        try {
            final int packets = write(file);
            final RunSettings settings = settings(file);
            try (PacketDevices devices = Devices.open(List.of(), 1, DeviceSettings.defaults());
                    GraphRun run = new GraphRun(settings, devices, RunConfiguration.read(settings))) {
                report(run, packets);
            }
        } finally {
            Files.delete(file);
        }
        return 0;
    }

    private void report(final GraphRun run, final int packets) {
        final PrintWriter out = spec().commandLine().getOut();
        run(run, seconds(warmUp));
        final double[] rates = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            final long before = count(run);
            final long beginNs = threads.getCurrentThreadCpuTime();
            run(run, seconds(seconds));
            final long endNs = threads.getCurrentThreadCpuTime();
            rates[i] = (count(run) - before) * 1e3 / (endNs - beginNs);
            out.printf(Locale.ROOT, "round %d: %.2f million packets per CPU-second%n", i + 1, rates[i]);
        }
        check(run);
        Arrays.sort(rates);
        out.printf(
                Locale.ROOT,
                "median %.2f, best %.2f million packets per CPU-second: %d UDP flows, %s, a file of %d frames of 64"
                        + " bytes, one thread%n",
                rates[rounds / 2],
                rates[rounds - 1],
                flows,
                isWithoutNat ? "no translation" : "translated",
                packets);
    }

    /** No figure for a box that lost packets or did not translate. */
    private void check(final GraphRun run) {
        final long read = Long.parseLong(run.read("d.count", "").strip());
        if (!isWithoutNat && !run.read("nat.size", "").strip().equals(Integer.toString(flows))) {
            throw new Refusal("pcap", run.read("nat.size", "").strip() + " mappings instead of " + flows);
        }
        if (!isWithoutNat && !run.read("nat.mapping_failures", "").strip().equals("0")) {
            throw new Refusal("pcap", "packets could not be translated");
        }
        if (!run.read("check.drops", "").strip().equals("0") || read == 0 || count(run) < read) {
            throw new Refusal("pcap", count(run) + " packets left of " + read);
        }
    }

    private static long count(final GraphRun run) {
        return Long.parseLong(run.read("in.count", "").strip());
    }

    private static void run(final GraphRun run, final long durationNs) {
        final long endNs = System.nanoTime() + durationNs;
        final int[] turns = new int[1];
        run.run(
                new BusySpinIdleStrategy(),
                () -> ++turns[0] % TURNS_BETWEEN_CLOCK_READS == 0 && System.nanoTime() - endNs >= 0);
    }

    private RunSettings settings(final Path file) {
        final String text = PATH.formatted(isWithoutNat ? "" : NAT.strip()) + (isWithoutNat ? "" : MAPPER);
        return new RunSettings(
                "bench",
                text,
                Map.of("FILE", file.toString()),
                List.of(),
                false,
                0,
                1,
                false,
                false,
                System.out,
                System.err);
    }

    /** Writes the frames, each flow equally often; returns how many. */
    private int write(final Path file) throws IOException {
        final int packets = flows * Math.ceilDiv(LEAST_PACKETS, flows);
        final long memory = NativeMemory.allocate(FRAME_BYTES);
        try (TraceWriter writer = new TraceWriter(
                Files.newOutputStream(file), TraceReader.LINK_ETHERNET, TraceWriter.MAX_SNAPSHOT_BYTES, false)) {
            for (int i = 0; i < packets; i++) {
                final byte[] frame = datagram(i % flows);
                NativeMemory.copyFromArray(frame, 0, memory, frame.length);
                writer.write(memory, frame.length, frame.length, i * 1000L);
            }
        } finally {
            NativeMemory.release(memory);
        }
        return packets;
    }

    private static byte[] datagram(final int flow) {
        final ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES)
                .put(new byte[] {2, 0, 0x5e, 0, 0, 1, 2, 0, 0, 0, 1, 0, 8, 0})
                .putInt(0x4500_0000 | FRAME_BYTES - ETHERNET_BYTES)
                .putInt(0)
                .putInt(0x4011_0000)
                .putInt(0x0a00_0002 + flow / 50)
                .putInt(0xc633_6407)
                .putShort((short) (1024 + flow % 50_000))
                .putShort((short) 53)
                .putInt(FRAME_BYTES - ETHERNET_BYTES - IP_BYTES << 16);
        int sum = 0;
        for (int i = ETHERNET_BYTES; i < ETHERNET_BYTES + IP_BYTES; i += 2) {
            sum += Short.toUnsignedInt(frame.getShort(i));
        }
        return frame.putShort(CHECKSUM, (short) ~((sum & 0xffff) + (sum >>> 16)))
                .array();
    }
}
