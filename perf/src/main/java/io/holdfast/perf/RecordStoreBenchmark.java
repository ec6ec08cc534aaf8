package io.holdfast.perf;

import io.holdfast.recovery.RecordStore;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to store a record and to hand it to replay, on one thread: 64 records are stored, then read.
 *
 * <p>Not measured: what lies between two threads, which is cache lines that change cores.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordStoreBenchmark {
    private static final int RECORDS = 64;
    private static final int STORE_BYTES = 1 << 20;
    private static final int MAX_RECORD_BYTES = 4096;

    /** A packet's record, and a full burst's. */
    @Param({"152", "2144"})
    private int recordBytes;

    private RecordStore store;
    private UnsafeBuffer record;
    private long seen;

    /** Makes an empty store. */
    @Setup
    public void open() {
        store = new RecordStore(STORE_BYTES, MAX_RECORD_BYTES);
        record = new UnsafeBuffer(ByteBuffer.allocateDirect(recordBytes));
    }

    /** Stores some records and reads them. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long storeAndRead() {
        for (int i = 0; i < RECORDS; i++) {
            if (store.hasRoom()) {
                store.store(record, 0, recordBytes);
            }
        }
        while (!store.isEmpty()) {
            store.read((buffer, offset, lengthBytes) -> seen += buffer.getLong(offset), RECORDS);
        }
        return seen;
    }
}
