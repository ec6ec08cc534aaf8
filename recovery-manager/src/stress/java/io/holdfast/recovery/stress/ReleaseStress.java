package io.holdfast.recovery.stress;

import io.holdfast.log.StablePositions;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.ReleaseCheck;
import io.holdfast.release.ReleaseVector;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Acknowledgements on one thread, release on another. */
public final class ReleaseStress {
    private ReleaseStress() {}

    /** Who sees a position sees what the acknowledging thread did before it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "between")
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "after")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a position without what came before it")
    @State
    public static class Positions {
        private final StablePositions stable = new StablePositions(2);
        private int before;

        @Actor
        public void acknowledges() {
            before = 1;
            stable.advance(1, 7);
        }

        @Actor
        public void releases(final II_Result result) {
            result.r1 = (int) stable.get(1);
            result.r2 = before;
        }
    }

    /** A packet that depends on two workers' bursts leaves when both are stable, however their positions come. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "held")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "held, as one position was not seen yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "let go, and both were stable")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "let go too early")
    @State
    public static class Hold {
        private final StablePositions stable = new StablePositions(2);
        private final HoldQueue hold = new HoldQueue(2, 2, ReleaseCheck.WHEN_STABLE);
        private int acknowledged;

        public Hold() {
            final PacketBatch batch = new PacketBatch();
            batch.add(new Packet(null));
            final ReleaseVector vector = new ReleaseVector(2);
            vector.raise(0, 3);
            vector.raise(1, 4);
            hold.add(0, batch);
            hold.commit(3, vector);
        }

        @Actor
        public void acknowledges() {
            stable.advance(0, 3);
            acknowledged = 1;
            stable.advance(1, 4);
        }

        @Actor
        public void releases(final II_Result result) {
            result.r1 = hold.release(stable, (port, batch) -> batch.clear());
            result.r2 = acknowledged;
        }
    }
}
