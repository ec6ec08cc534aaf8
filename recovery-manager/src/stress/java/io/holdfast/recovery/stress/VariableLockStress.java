package io.holdfast.recovery.stress;

import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The lock of a shared variable: one writer, or many readers. */
public final class VariableLockStress {
    private static final int VARIABLE = 0;

    private VariableLockStress() {}

    /** Two writers never meet. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both inside")
    @State
    public static class TwoWriters {
        private final VariableTable table = new VariableTable(1, 2);
        private int count;

        @Actor
        public void first() {
            increase();
        }

        @Actor
        public void second() {
            increase();
        }

        private void increase() {
            table.lockExclusive(VARIABLE, Waiting.YIELD);
            count++;
            table.unlockExclusive(VARIABLE);
        }

        @Arbiter
        public void count(final I_Result result) {
            result.r1 = count;
        }
    }

    /** A reader sees all of a write or nothing. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before the write")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after the write")
    @Outcome(expect = Expect.FORBIDDEN, desc = "in the middle of it")
    @State
    public static class WriterAndReader {
        private final VariableTable table = new VariableTable(1, 2);
        private int left;
        private int right;

        @Actor
        public void writer() {
            table.lockExclusive(VARIABLE, Waiting.YIELD);
            left = 1;
            right = 1;
            table.unlockExclusive(VARIABLE);
        }

        @Actor
        public void reader(final II_Result result) {
            table.lockShared(VARIABLE, Waiting.YIELD);
            result.r1 = left;
            result.r2 = right;
            table.unlockShared(VARIABLE);
        }
    }

    /** Who waits for a version, without a lock, sees what was written before it was made. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "between")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the version without what was written")
    @State
    public static class VersionWithoutLock {
        private final VariableTable table = new VariableTable(1, 2);
        private int value;

        @Actor
        public void writer() {
            value = 1;
            table.makeVersion(VARIABLE);
        }

        @Actor
        public void waiter(final II_Result result) {
            result.r1 = (int) table.version(VARIABLE);
            result.r2 = value;
        }
    }
}
