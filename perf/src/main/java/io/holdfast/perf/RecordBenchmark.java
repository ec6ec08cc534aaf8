package io.holdfast.perf;

import io.holdfast.log.RecordBuffer;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
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
 * What putting a record together costs a packet.
 *
 * <p>One thread, bursts of 32 packets that are in the cache. Not measured: the digest of the outputs, and sending the
 * record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
    private final PacketBatch batch = new PacketBatch();
    private MemoryPacketPool pool;
    private RecordBuffer record;
    private long burst;

    /** Leading bytes kept: of headers, and of all of a long packet. */
    @Param({"94", "1514"})
    private int captureBytes;

    /** Makes the packets of a burst. */
    @Setup
    public void open() {
        pool = new MemoryPacketPool(256);
        record = new RecordBuffer(captureBytes);
        for (int i = 0; i < PacketBatch.BURST_PACKETS; i++) {
            batch.add(pool.allocate());
            batch.get(i).append(captureBytes);
        }
    }

    /** Frees them. */
    @TearDown
    public void close() {
        batch.free();
        pool.close();
    }

    /** Begin and end of a burst's record; per packet. */
    @Benchmark
    @OperationsPerInvocation(PacketBatch.BURST_PACKETS)
    public int beginAndEnd() {
        burst++;
        record.begin(burst, burst, 0, batch);
        record.end(burst, burst);
        return record.lengthBytes();
    }
}
