package io.holdfast.perf;

import io.holdfast.log.LogRecords;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.rig.LinkKind;
import io.holdfast.perf.rig.ReplayRig;
import io.holdfast.perf.rig.RigSettings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What replay costs a packet, beside what its production with a record costs.
 *
 * <p>One thread; the benchmark's own score is the time of a span of both and says nothing: read the counters.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReplayBenchmark {
    private static final long SPAN_NS = 20_000_000;

    private ReplayRig rig;

    /** Flows that are open. */
    @Param({"1000", "100000"})
    private int flows;

    /** What is read of it. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Costs {
        private long packets;
        private long productionNs;
        private long replayNs;

        /** Nanoseconds of a packet's production, recording included. */
        public double productionNsPerPacket() {
            return (double) productionNs / packets;
        }

        /** Nanoseconds of a packet's replay. */
        public double replayNsPerPacket() {
            return (double) replayNs / packets;
        }
    }

    /** Opens the flows. */
    @Setup
    public void open() {
        rig = new ReplayRig(
                new RigSettings(
                        LinkKind.MEMORY,
                        Map.of(),
                        TrafficPlan.established(flows, FrameMix.of(FrameMix.MIN_BYTES)),
                        "park",
                        1024,
                        1 << 20,
                        Map.of()),
                LogRecords.ALL);
        rig.open();
    }

    /** Frees everything. */
    @TearDown
    public void close() {
        rig.close();
    }

    /** A span of production and its replay. */
    @Benchmark
    public long produceAndReplay(final Costs costs) {
        final ReplayRig.Span span = rig.run(SPAN_NS);
        costs.packets += span.replayedPackets();
        costs.productionNs += span.production().boxCpuNs();
        costs.replayNs += span.replayNs();
        return span.logBytes();
    }
}
