package io.holdfast.recovery.stress;

import io.holdfast.log.AccessNotes;
import io.holdfast.log.AccessView;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** What a read and a write note about one another. */
public final class AccessOrderStress {
    private static final int VARIABLE = 0;
    private static final int NOTE_BYTES = 64;

    private AccessOrderStress() {}

    /** A write names who read the version before it, and only who did; the reader's vector names the write it saw. */
    @JCStressTest
    @Outcome(id = "0, 5, 0", expect = Expect.ACCEPTABLE, desc = "read before the write, which names the reader's burst")
    @Outcome(id = "1, 0, 9", expect = Expect.ACCEPTABLE, desc = "read after the write, and depends on its burst")
    @Outcome(expect = Expect.FORBIDDEN, desc = "replay could not tell the order, or a release would be too early")
    @State
    public static class ReadAndWrite {
        private final VariableTable table = new VariableTable(1, 2);
        private final AccessNotes notes = new AccessNotes(2, NOTE_BYTES);
        private final OrderedAccess reader =
                new OrderedAccess(0, table, Waiting.YIELD, new AccessNotes(2, NOTE_BYTES));
        private final OrderedAccess writer = new OrderedAccess(1, table, Waiting.YIELD, notes);
        private int value;

        @Actor
        public void read(final III_Result result) {
            reader.beginBurst(5);
            reader.beginRead(VARIABLE);
            result.r1 = value;
            reader.endRead(VARIABLE);
            result.r3 = (int) reader.vector().get(1);
        }

        @Actor
        public void write(final III_Result result) {
            writer.beginBurst(9);
            writer.beginWrite(VARIABLE);
            value = 1;
            writer.endWrite(VARIABLE);
            final AccessView view = new AccessView(1, 2, 1);
            view.wrap(notes.buffer(), 0, notes.lengthBytes());
            view.next();
            result.r2 = (int) view.reader(0);
        }
    }
}
