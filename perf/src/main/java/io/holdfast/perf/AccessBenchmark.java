package io.holdfast.perf;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.AccessNotes;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import java.util.concurrent.TimeUnit;
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
 * What an access of a shared table costs: unprotected, and noted for replay as with several workers.
 *
 * <p>One thread, no contention, 1,000 entries in turn. Not measured: lines that change cores between workers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessBenchmark {
    private static final int ENTRIES = 1000;

    /** How accesses are kept. */
    public enum Kind {
        UNPROTECTED,
        ORDERED
    }

    private static final int VALUE_BYTES = 16;
    private static final int STRIPES = 16;
    private static final int WORKERS = 2;
    private static final int NOTES_BYTES = 65_536;

    private final FlatStateStore state = new FlatStateStore();
    private SharedTable table;
    private OrderedAccess ordered;
    private long burst;
    private int next;

    /** How accesses are kept. */
    @Param
    private Kind kind;

    /** Fills the table. */
    @Setup
    public void open() {
        final VariableTable variables = new VariableTable(STRIPES, WORKERS);
        ordered = new OrderedAccess(0, variables, Waiting.SPIN, new AccessNotes(WORKERS, NOTES_BYTES));
        final AccessControl access = kind == Kind.ORDERED ? ordered : AccessControl.UNPROTECTED;
        table = state.sharedTable("benchmark", "table", new TableLayout(2 * ENTRIES, VALUE_BYTES, STRIPES), access);
        for (int i = 0; i < ENTRIES; i++) {
            beginBurst();
            table.openWrite(i, i);
            table.insert();
            table.close();
        }
    }

    /** Frees it. */
    @TearDown
    public void close() {
        state.close();
    }

    /** One look-up. */
    @Benchmark
    public long read() {
        turn();
        final long value = table.openRead(next, next);
        table.close();
        return value;
    }

    /** One look-up that may change the entry. */
    @Benchmark
    public long write() {
        turn();
        final long value = table.openWrite(next, next);
        table.close();
        return value;
    }

    /** As in a burst of 32 packets, the notes begin anew after so many accesses. */
    private void turn() {
        next = next + 1 == ENTRIES ? 0 : next + 1;
        if ((next & 31) == 0) {
            beginBurst();
        }
    }

    private void beginBurst() {
        if (kind == Kind.ORDERED) {
            ordered.beginBurst(++burst);
        }
    }
}
