package io.holdfast.recovery.worm;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A replicated state machine over a shared log (WormSpace, section 5.2): commands are entries, and every member applies
 * all of them in order. A command that is in the log twice, because its writer could not know that the first append had
 * worked, is applied once. Called by the client's thread, which also turns it.
 */
public final class WormPaxos implements WormLog.Listener {
    private record Proposal(RegisterValue command, Consumer<Result> onResult) {}

    /**
     * What came of a proposal.
     *
     * @param status DONE if it was applied; TIMED_OUT if that is not known
     * @param position of the command, -1 if not known
     * @param value what the state machine said; null if it was not applied
     */
    public record Result(Outcome.Status status, long position, RegisterValue value) {}

    private final StateMachine machine;
    private final long writer;
    private final Map<Long, Long> lastSequences = new HashMap<>();
    private final Map<Long, Proposal> proposals = new HashMap<>();
    private final WormLog log;
    private long applied = -1;

    /** @param openLog makes the log that tells this listener what is in it; given the writer's number */
    public WormPaxos(final StateMachine machine, final long writer, final Function<WormPaxos, WormLog> openLog) {
        this.machine = machine;
        this.writer = writer;
        log = openLog.apply(this);
    }

    /** Has a command applied everywhere; false if too many wait. */
    public boolean propose(final RegisterValue command, final long timeoutNs, final Consumer<Result> onResult) {
        final long[] sequence = new long[1];
        sequence[0] = log.append(command, timeoutNs, appended -> {
            if (appended.status() != Outcome.Status.DONE) {
                final Proposal proposal = proposals.remove(sequence[0]);
                if (proposal != null) {
                    proposal.onResult().accept(new Result(appended.status(), -1, null));
                }
            }
        });
        if (sequence[0] < 0) {
            return false;
        }
        proposals.put(sequence[0], new Proposal(command, onResult));
        return true;
    }

    @Override
    public void onEntry(final LogEntry entry) {
        applied = entry.position();
        final long last = lastSequences.getOrDefault(entry.writer(), 0L);
        if (entry.sequence() <= last) {
            return;
        }
        lastSequences.put(entry.writer(), entry.sequence());
        final RegisterValue value = machine.apply(entry.position(), entry.payload());
        if (entry.writer() == writer) {
            final Proposal proposal = proposals.remove(entry.sequence());
            if (proposal != null) {
                proposal.onResult().accept(new Result(Outcome.Status.DONE, entry.position(), value));
            }
        }
    }

    /** Does what is due; returns the work done. */
    public int doWork() {
        return log.doWork();
    }

    /** Position of the last entry that was applied; -1 for none. */
    public long applied() {
        return applied;
    }

    public WormLog log() {
        return log;
    }
}
