package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Decided;
import io.holdfast.recovery.worm.WormMessage.Held;
import io.holdfast.recovery.worm.WormMessage.Listen;
import io.holdfast.recovery.worm.WormMessage.Preempted;
import io.holdfast.recovery.worm.WormMessage.Prepare;
import io.holdfast.recovery.worm.WormMessage.Promise;
import io.holdfast.recovery.worm.WormMessage.Read;
import io.holdfast.recovery.worm.WormMessage.Refusal;
import io.holdfast.recovery.worm.WormMessage.Refused;
import io.holdfast.recovery.worm.WormMessage.Trim;
import io.holdfast.recovery.worm.WormMessage.Trimmed;
import io.holdfast.recovery.worm.WormMessage.Write;
import io.holdfast.recovery.worm.WormMessage.Written;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * Stores registers: the acceptor of single-decree Paxos, once per register.
 *
 * <p>Messages change the memory and leave answers behind; {@link #flush} puts the changes of all messages since into
 * the journal with one force, and only then sends the answers. So nobody is ever told what a crash can take back. If
 * the journal fails, an exception leaves {@link #flush}, and the acceptor is not to be used any more.
 *
 * <p>Requests that are equal get equal answers: a lost answer is safe to ask for again. Called by one thread.
 */
public class Acceptor {
    private record Answer(int to, WormMessage message) {}

    private final Journal journal;
    private final WormLimits limits;
    private final WormNetwork network;
    private final RegisterStore store;
    private final Listeners listeners;
    private final AcceptorCounters counters = new AcceptorCounters();
    private final WireWriter notes = new WireWriter();
    private final List<Answer> answers = new ArrayList<>();
    private long rewriteBytes;

    Acceptor(
            final Journal journal,
            final RegisterStore store,
            final WormLimits limits,
            final NanoClock clock,
            final WormNetwork network) {
        this.journal = journal;
        this.store = store;
        this.limits = limits;
        this.network = network;
        listeners = new Listeners(limits.listeners(), clock);
        rewriteBytes = limits.journalBytes();
    }

    /**
     * Opens the journal and takes up what it says.
     *
     * @param owner group and member, by which the journal is known
     * @param mayBegin whether an empty file may become a new journal
     * @throws JournalFault if the journal cannot be used
     */
    public static Acceptor open(
            final JournalFile file,
            final String owner,
            final boolean mayBegin,
            final WormLimits limits,
            final NanoClock clock,
            final WormNetwork network) {
        final RegisterStore store = new RegisterStore();
        final Journal journal = openJournal(file, owner, mayBegin, store);
        return new Acceptor(journal, store, limits, clock, network);
    }

    static Journal openJournal(
            final JournalFile file, final String owner, final boolean mayBegin, final RegisterStore store) {
        return Journal.open(file, owner, mayBegin, frame -> {
            if (!store.apply(frame)) {
                throw new JournalFault("the journal of " + owner + " has a frame that makes no sense");
            }
        });
    }

    /** Takes a request; its answer leaves with {@link #flush}. Messages that are no requests are ignored. */
    public void onMessage(final int from, final WormMessage message) {
        counters.requests++;
        switch (message) {
            case Prepare m -> answer(from, onPrepare(m));
            case Write m -> answer(from, onWrite(m));
            case Read m -> answer(from, onRead(m));
            case Trim m -> answer(from, onTrim(m));
            case Listen m -> onListen(from, m);
            case Decided m -> onDecided(m);
            default -> counters.invalid++;
        }
    }

    private WormMessage onPrepare(final Prepare m) {
        final RegisterRange range = m.range();
        final WormMessage fault = faultOf(m.request(), range.segment(), range.first(), range.count());
        if (fault != null) {
            return fault;
        }
        final Ballot highest = highestPromise(range);
        if (range.count() == 1 && isDecided(range)) {
            return new Promise(m.request(), range, m.ballot(), store.held(range));
        }
        if (m.ballot().isBelow(highest)) {
            counters.preempted++;
            return new Preempted(m.request(), m.ballot(), highest);
        }
        if (store.size() + store.missing(range) > limits.registers()) {
            return refuse(m.request(), Refusal.FULL);
        }
        if (!isPromised(range, m.ballot())) {
            store.promise(range, m.ballot(), notes);
        }
        return new Promise(m.request(), range, m.ballot(), store.held(range));
    }

    private boolean isDecided(final RegisterRange range) {
        final RegisterState state = store.get(range.segment(), range.first());
        return state != null && state.decided;
    }

    private Ballot highestPromise(final RegisterRange range) {
        Ballot highest = Ballot.NONE;
        for (int offset = range.first(); offset < range.end(); offset++) {
            final RegisterState state = store.get(range.segment(), offset);
            if (state != null && highest.isBelow(state.promised)) {
                highest = state.promised;
            }
        }
        return highest;
    }

    private boolean isPromised(final RegisterRange range, final Ballot ballot) {
        for (int offset = range.first(); offset < range.end(); offset++) {
            final RegisterState state = store.get(range.segment(), offset);
            if (state == null || !state.promised.equals(ballot)) {
                return false;
            }
        }
        return true;
    }

    private WormMessage onWrite(final Write m) {
        int missing = 0;
        int first = Integer.MAX_VALUE;
        for (final Slot slot : m.slots()) {
            final RegisterState state = store.get(m.segment(), slot.offset());
            missing += state == null ? 1 : 0;
            first = Math.min(first, slot.offset());
            if (slot.value().lengthBytes() > limits.valueBytes()) {
                return refuse(m.request(), Refusal.TOO_LARGE);
            }
            if (state != null && !mayAccept(state, m.ballot(), slot.value())) {
                counters.preempted++;
                return new Preempted(m.request(), m.ballot(), state.promised);
            }
        }
        final WormMessage fault =
                faultOf(m.request(), m.segment(), first, m.slots().size());
        if (fault != null) {
            return fault;
        }
        if (store.size() + missing > limits.registers()) {
            return refuse(m.request(), Refusal.FULL);
        }
        accept(m);
        return new Written(m.request(), m.segment(), m.ballot());
    }

    /** Whether a value may be accepted: not below what was promised, and nothing else than what is known. */
    boolean mayAccept(final RegisterState state, final Ballot ballot, final RegisterValue value) {
        if (state.decided || state.accepted.equals(ballot)) {
            return state.value.equals(value);
        }
        return !ballot.isBelow(state.promised);
    }

    private void accept(final Write m) {
        for (final Slot slot : m.slots()) {
            final RegisterState state = store.get(m.segment(), slot.offset());
            if (state == null || !state.decided && !state.accepted.equals(m.ballot())) {
                store.accept(m.segment(), slot, m.ballot(), notes);
            }
        }
    }

    private WormMessage onRead(final Read m) {
        final RegisterRange range = m.range();
        final WormMessage fault = faultOf(m.request(), range.segment(), range.first(), range.count());
        return fault != null ? fault : new Held(m.request(), range, store.held(range));
    }

    private WormMessage onTrim(final Trim m) {
        if (store.trimmedEnd(m.segment()) < m.end()) {
            store.trim(m.segment(), m.end(), notes);
        }
        return new Trimmed(m.request(), m.segment(), store.trimmedEnd(m.segment()));
    }

    private void onListen(final int from, final Listen m) {
        if (!listeners.put(from, m.segment(), m.request())) {
            answer(from, refuse(m.request(), Refusal.FULL));
            return;
        }
        if (m.first() < store.trimmedEnd(m.segment())) {
            answer(from, new Trimmed(m.request(), m.segment(), store.trimmedEnd(m.segment())));
            return;
        }
        final List<Slot> decided = store.decided(m.segment(), m.first(), limits.batch());
        if (!decided.isEmpty()) {
            answer(from, new Decided(m.request(), m.segment(), decided));
        }
    }

    private void onDecided(final Decided m) {
        final List<Slot> news = new ArrayList<>();
        for (final Slot slot : m.slots()) {
            final RegisterState state = store.get(m.segment(), slot.offset());
            final boolean hasRoom = state != null || store.size() < limits.registers();
            if (hasRoom && slot.offset() >= store.trimmedEnd(m.segment()) && (state == null || !state.decided)) {
                store.decide(m.segment(), slot, notes);
                news.add(slot);
            } else if (state != null && state.decided && !state.value.equals(slot.value())) {
                counters.contradictions++;
            }
        }
        if (!news.isEmpty()) {
            listeners.forEach(
                    m.segment(), (member, request) -> answer(member, new Decided(request, m.segment(), news)));
        }
    }

    private WormMessage faultOf(final long request, final int segment, final int first, final int count) {
        if (count == 0 || count > limits.batch()) {
            return refuse(request, Refusal.TOO_LARGE);
        }
        final int end = store.trimmedEnd(segment);
        return first < end ? new Trimmed(request, segment, end) : null;
    }

    private WormMessage refuse(final long request, final Refusal reason) {
        counters.refused++;
        return new Refused(request, reason);
    }

    private void answer(final int to, final WormMessage message) {
        answers.add(new Answer(to, message));
    }

    /** Puts changes on the disk, then sends the answers; returns how many. */
    public int flush() {
        if (notes.lengthBytes() > 0) {
            final byte[] payload = notes.toBytes();
            notes.reset();
            journal.append(payload);
            counters.forces++;
            rewriteWhenLong();
        }
        final int count = answers.size();
        answers.forEach(answer -> network.send(answer.to(), answer.message()));
        answers.clear();
        return count;
    }

    private void rewriteWhenLong() {
        if (journal.lengthBytes() > rewriteBytes) {
            journal.rewrite(store.snapshot());
            rewriteBytes = Math.max(limits.journalBytes(), 2 * journal.lengthBytes());
            counters.rewrites++;
        }
    }

    public AcceptorCounters counters() {
        return counters;
    }

    /** Registers held. */
    public int registers() {
        return store.size();
    }

    /** Length of the journal. */
    public long journalBytes() {
        return journal.lengthBytes();
    }

    RegisterStore store() {
        return store;
    }

    public void close() {
        journal.close();
    }
}
