package io.holdfast.perf;

import io.holdfast.log.StablePositions;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.PacketSink;
import io.holdfast.release.ReleaseCheck;
import io.holdfast.release.ReleaseVector;
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
 * What holding costs a packet: a burst is added, committed, and let go when a later burst is acknowledged.
 *
 * <p>One thread, one worker, some bursts held at any time. Not measured: the wait for the acknowledgement, which is the
 * network's, and what the packets' memory costs when it is not in the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HoldReleaseBenchmark {
    private static final int HELD_BURSTS = 16;

    private final HoldQueue hold = new HoldQueue(1, 8192, ReleaseCheck.WHEN_STABLE);
    private final StablePositions stable = new StablePositions(1);
    private final ReleaseVector vector = new ReleaseVector(1);
    private final PacketBatch batch = new PacketBatch();
    private final PacketSink sink = (port, packets) -> packets.free();
    private MemoryPacketPool pool;
    private long burst;

    /** Makes packets. */
    @Setup
    public void open() {
        pool = new MemoryPacketPool(4096);
    }

    /** Frees what is held. */
    @TearDown
    public void close() {
        hold.dropAll();
        pool.close();
    }

    /** One burst, with the taking and giving back of its packets; per packet. */
    @Benchmark
    @OperationsPerInvocation(PacketBatch.BURST_PACKETS)
    public int holdAndRelease() {
        burst++;
        for (int i = 0; i < PacketBatch.BURST_PACKETS; i++) {
            batch.add(pool.allocate());
        }
        vector.raise(0, burst);
        hold.add(0, batch);
        hold.commit(burst, vector);
        stable.advance(0, burst - HELD_BURSTS);
        return hold.release(stable, sink);
    }
}
