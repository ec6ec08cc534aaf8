package io.holdfast.recovery.order;

import io.holdfast.element.OutputLanes;
import io.holdfast.log.AccessNotes;
import io.holdfast.log.BurstWrites;
import io.holdfast.packet.Packet;

/** A master's accesses with one step taken away, to see that a test notices. */
public final class FaultyAccess extends OrderedAccess {
    /** What is wrong. */
    public enum Fault {
        SKIPS_AN_ENTRY,
        FORGETS_TO_MERGE,
        LOCAL_CHANGE_IS_NO_CAUSE,
        DROPS_READERS,
        LEAVES_OUT_A_WRITER,
        LOCAL_CHANGE_IS_NO_WRITE,
        PASSES_ON_FOR_ONE,
        NUMBERS_BURSTS_ON
    }

    /** Bursts of the epoch before, by which {@link Fault#NUMBERS_BURSTS_ON} is too high. */
    public static final long EARLIER_BURSTS = 3;

    /** One in so many entries is skipped. */
    private static final int SKIP_INTERVAL = 16;

    /** Between the lanes and here. */
    private static final int CALLERS = 8;

    private final Fault fault;
    private final BurstWrites leavingOut = new LeavingOut();
    private int accesses;
    private long number;
    private long earlierBursts;

    public FaultyAccess(
            final Fault fault,
            final int worker,
            final VariableTable variables,
            final Waiting waiting,
            final AccessNotes notes) {
        super(worker, variables, waiting, notes);
        this.fault = fault;
    }

    @Override
    public void beginBurst(final long newNumber) {
        number = newNumber;
        super.beginBurst(number + earlierBursts);
        if (fault == Fault.NUMBERS_BURSTS_ON && earlierBursts == 0 && number == EARLIER_BURSTS) {
            earlierBursts = EARLIER_BURSTS;
        }
    }

    @Override
    void mergeCauses(final int variable) {
        if (fault != Fault.FORGETS_TO_MERGE) {
            super.mergeCauses(variable);
        }
    }

    @Override
    void noteRead(final int variable) {
        if (fault == Fault.SKIPS_AN_ENTRY && ++accesses % SKIP_INTERVAL == 0) {
            return;
        }
        super.noteRead(variable);
    }

    @Override
    void noteWrite(final int variable) {
        if (fault == Fault.DROPS_READERS) {
            variables().clearReaders(variable);
        }
        super.noteWrite(variable);
    }

    @Override
    public void localChange() {
        if (fault == Fault.LOCAL_CHANGE_IS_NO_WRITE) {
            vector().raise(worker(), number);
        } else if (fault != Fault.LOCAL_CHANGE_IS_NO_CAUSE) {
            super.localChange();
        }
    }

    @Override
    public BurstWrites writes() {
        return fault == Fault.LEAVES_OUT_A_WRITER ? leavingOut : super.writes();
    }

    @Override
    public void actFor(final int origin) {
        if (fault != Fault.PASSES_ON_FOR_ONE || origin != Packet.NO_ORIGIN || !isSaidByLanes()) {
            super.actFor(origin);
        }
    }

    private static boolean isSaidByLanes() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.limit(CALLERS).anyMatch(frame -> frame.getDeclaringClass() == OutputLanes.class));
    }

    private static final class LeavingOut extends BurstWrites {
        @Override
        public long kept() {
            final long kept = super.kept();
            return kept == WHOLE || Long.bitCount(kept) < 2 ? kept : kept & kept - 1;
        }
    }
}
