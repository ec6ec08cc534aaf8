package io.holdfast.recovery.view;

import io.holdfast.recovery.view.ChannelMessage.Data;
import io.holdfast.recovery.view.ChannelMessage.Flush;
import io.holdfast.recovery.view.ChannelMessage.Kind;
import io.holdfast.recovery.view.ChannelMessage.Received;
import io.holdfast.recovery.view.ChannelMessage.Stage;
import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Multicast within views, as in virtual synchrony (Isis²): members that go from one view to the next together have
 * delivered the same messages before it.
 *
 * <p><b>Theory of operation.</b> In a view each member has a stream to all; lost messages are sent again until everybody
 * has said that it has them. The first member puts ordered messages in order by sending them in its own stream. When
 * newer views are known, the present one is flushed: members that are in all of them tell one another what they have and
 * others may lack, naming the newest view that they know, and who has heard that from all, under the same newest view,
 * and knows that all have, delivers all that any of them had and takes the next view: without the second, one could
 * deliver what is lost when it is left out of a newer view. What a member has learned from others in a flush belongs to
 * what it tells in the next, so it does not matter who got how far before a still newer view became known. New
 * members get the state from the first of the old ones, before any message.
 *
 * <p>A member that is left out of a view is told so at once and takes part in nothing any more: what it has delivered
 * last may differ from what the others have.
 *
 * <p>Messages that were not put in order yet are asked for again in the next view, and recognised by their number.
 * Called by one thread.
 */
public final class ViewChannel {
    /** Messages of one sender that somebody may not have yet; more wait. */
    public static final int MOST_UNSTABLE = 64;

    /** Messages that may wait to be sent; more are refused. */
    public static final int MOST_WAITING = 1024;

    /** Views that may be known and not yet taken. */
    public static final int MOST_VIEWS = 64;

    /** Sends bytes to a member's node, or loses them. */
    @FunctionalInterface
    public interface Sender {
        void send(int node, DirectBuffer buffer, int offset, int lengthBytes);
    }

    private record Outgoing(Kind kind, MemberId party, long id, RegisterValue payload) {}

    private record FlushKey(long view, long horizon, MemberId from) {}

    private final MemberId self;
    private final Sender sender;
    private final NanoClock clock;
    private final long retryNs;
    private final ChannelListener listener;
    private final WireWriter out = new WireWriter();
    private final ArrayDeque<Membership> known = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private final ArrayDeque<Data> undelivered = new ArrayDeque<>();
    private final TreeMap<Long, RegisterValue> unordered = new TreeMap<>();
    private final Map<MemberId, Long> ordered = new HashMap<>();
    private final Map<MemberId, Long> requested = new HashMap<>();
    private final Set<FlushKey> flushed = new HashSet<>();
    private final Set<FlushKey> completed = new HashSet<>();
    private final ChannelQueries queries = new ChannelQueries();
    private final List<Consumer<Membership>> onFlushed = new ArrayList<>();
    private ChannelEpoch epoch;
    private ChannelEpoch former;
    private long sent;
    private long flushMark;
    private long nextId = 1;
    private boolean awaitsState;
    private boolean isClosed;
    private boolean hasNews;
    private long retryAtNs;
    private long toldCompleteTo;
    private long malformedCount;
    private long refusedCount;

    public ViewChannel(
            final MemberId self,
            final Sender sender,
            final NanoClock clock,
            final long retryNs,
            final ChannelListener listener) {
        this.self = self;
        this.sender = sender;
        this.clock = clock;
        this.retryNs = retryNs;
        this.listener = listener;
        epoch = new ChannelEpoch(Membership.empty());
        former = epoch;
    }

    /** The next view is decided. Views come in order, none is left out once this member was in one. */
    public void onMembership(final Membership membership) {
        if (isClosed) {
            return;
        }
        if (known.size() >= MOST_VIEWS) {
            throw new IllegalStateException("more than " + MOST_VIEWS + " views are known and not yet taken");
        }
        known.add(membership);
        retryAtNs = clock.nanoTime();
        final boolean wasMember = epoch.membership().has(self) || known.stream().anyMatch(m -> m.has(self));
        if (wasMember && !membership.has(self)) {
            isClosed = true;
            listener.onLeftOut(membership);
        }
    }

    /** Sends a message to all members, this one included, in the order of this sender; false if too many wait. */
    public boolean send(final RegisterValue payload) {
        return enqueue(new Outgoing(Kind.FIFO, self, 0, payload));
    }

    /** Sends a message to all members in the order in which all get all such messages; false if too many wait. */
    public boolean orderedSend(final RegisterValue payload) {
        if (unordered.size() >= MOST_UNSTABLE || !enqueue(new Outgoing(Kind.REQUEST, self, nextId, payload))) {
            return false;
        }
        unordered.put(nextId++, payload);
        return true;
    }

    /**
     * Asks all members, this one included; tells the answers when so many are there, or when every member that is still
     * in the view has answered, or after the time.
     *
     * @param wanted answers; {@link Integer#MAX_VALUE} for all
     */
    public boolean query(
            final RegisterValue question,
            final int wanted,
            final long timeoutNs,
            final Consumer<Map<MemberId, RegisterValue>> onReplies) {
        if (queries.size() >= MOST_UNSTABLE || !enqueue(new Outgoing(Kind.QUERY, self, nextId, question))) {
            return false;
        }
        queries.ask(nextId++, wanted, clock.nanoTime() + timeoutNs, replies -> {
            final Map<MemberId, RegisterValue> answers = new HashMap<>();
            replies.forEach(reply -> answers.put(reply.from(), reply.payload()));
            onReplies.accept(answers);
        });
        return true;
    }

    /** Calls back when every member of the view has all that was sent here before, or the view has ended. */
    public void flush(final Consumer<Membership> onDone) {
        flushMark = sent + waiting.size();
        onFlushed.add(onDone);
    }

    private boolean enqueue(final Outgoing outgoing) {
        if (waiting.size() >= MOST_WAITING) {
            refusedCount++;
            return false;
        }
        waiting.add(outgoing);
        return true;
    }

    /** Takes bytes from another member; garbage is counted and dropped. */
    public void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        switch (ChannelCodec.decode(buffer, offset, lengthBytes)) {
            case null -> malformedCount++;
            case Data m -> onData(m);
            case Received m -> onReceived(m);
            case Flush m -> onFlush(m);
        }
    }

    private void onData(final Data data) {
        // While a view is flushed, what others have comes with their flush, so that all agree on it.
        if (known.isEmpty() && data.view() == epoch.membership().number()) {
            epoch.put(data);
            hasNews = true;
        }
    }

    private void onReceived(final Received received) {
        if (known.isEmpty() && received.view() == epoch.membership().number()) {
            epoch.onReceived(received, self);
        }
    }

    private void onFlush(final Flush flush) {
        if (flush.horizon() != newestKnown()) {
            return;
        }
        if (flush.view() == former.membership().number() && flush.stage() != Stage.GONE_ON) {
            // It is still where this member was before, and needs what this member has delivered there.
            tell(flush.from(), new Flush(flush.view(), flush.horizon(), self, Stage.GONE_ON, former.kept()));
        } else if (flush.view() == epoch.membership().number() && survivors().contains(flush.from())) {
            flush.kept().forEach(epoch::put);
            final FlushKey key = new FlushKey(flush.view(), flush.horizon(), flush.from());
            flushed.add(key);
            if (flush.stage() != Stage.ASKING) {
                completed.add(key);
            }
        }
    }

    private long newestKnown() {
        return known.isEmpty() ? epoch.membership().number() : known.peekLast().number();
    }

    /** Does what is due; returns the work done. */
    public int doWork() {
        if (isClosed) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        final boolean isRetry = retryAtNs - nowNs <= 0;
        if (isRetry) {
            retryAtNs = nowNs + retryNs;
        }
        int work = 0;
        while (!isClosed && !known.isEmpty() && takeNext(isRetry)) {
            work++;
        }
        if (!isClosed && known.isEmpty()) {
            work += sendWaiting() + deliver();
            if (hasNews || isRetry) {
                hasNews = false;
                tellMarks();
            }
            if (isRetry) {
                sendAgain();
            }
            endFlush(waiting.isEmpty() && epoch.isHadByAll(self, flushMark));
        }
        queries.doWork(nowNs);
        return work;
    }

    /** Flushes the present view; if that is done, takes the next. */
    private boolean takeNext(final boolean isRetry) {
        final List<MemberId> survivors = survivors();
        final boolean hasHeardAll = haveAll(flushed, survivors);
        if (isRetry || hasHeardAll && toldCompleteTo != newestKnown()) {
            final Flush flush = new Flush(
                    epoch.membership().number(),
                    newestKnown(),
                    self,
                    hasHeardAll ? Stage.HAS_ALL : Stage.ASKING,
                    epoch.kept());
            survivors.forEach(member -> tell(member, flush));
            toldCompleteTo = hasHeardAll ? newestKnown() : 0;
        }
        final boolean isDone = hasHeardAll && haveAll(completed, survivors);
        if (isDone) {
            deliver();
            install(known.poll());
        }
        return isDone;
    }

    private boolean haveAll(final Set<FlushKey> said, final List<MemberId> survivors) {
        final long view = epoch.membership().number();
        return survivors.stream().allMatch(member -> said.contains(new FlushKey(view, newestKnown(), member)));
    }

    /** The others that are in the present view and in all that are known; none if this member is new. */
    private List<MemberId> survivors() {
        if (!epoch.membership().has(self)) {
            return List.of();
        }
        final List<MemberId> survivors = new ArrayList<>(epoch.membership().members());
        known.forEach(membership -> survivors.retainAll(membership.members()));
        survivors.remove(self);
        return survivors;
    }

    private void install(final Membership next) {
        former = epoch;
        epoch = new ChannelEpoch(next);
        sent = 0;
        flushMark = 0;
        toldCompleteTo = 0;
        retryAtNs = clock.nanoTime();
        requested.clear();
        endFlush(true);
        queries.onMembership(next);
        if (awaitsState) {
            isClosed = true;
            listener.onStateMissing();
            return;
        }
        awaitsState = next.newcomers().contains(self) && !next.old().isEmpty();
        listener.onMembership(next);
        waiting.removeIf(outgoing -> outgoing.kind() == Kind.REQUEST || outgoing.kind() == Kind.ORDERED);
        if (next.has(self)) {
            welcome(next);
            unordered.forEach((id, payload) -> waiting.add(new Outgoing(Kind.REQUEST, self, id, payload)));
        }
        if (known.isEmpty()) {
            flushed.clear();
            completed.clear();
        }
    }

    /** The first of the old members tells the new ones what was before. */
    private void welcome(final Membership next) {
        if (!next.old().isEmpty() && next.old().getFirst().equals(self)) {
            for (final MemberId member : next.newcomers()) {
                sendNow(new Outgoing(Kind.STATE, member, 0, stateForNew()));
            }
        }
    }

    private RegisterValue stateForNew() {
        final WireWriter state = new WireWriter().putInt(ordered.size());
        ordered.forEach((member, id) ->
                state.putInt(member.node()).putLong(member.incarnation()).putLong(id));
        return RegisterValue.of(state.putBytes(listener.state().bytes()).toBytes());
    }

    private int sendWaiting() {
        int work = 0;
        while (!waiting.isEmpty() && epoch.membership().has(self) && epoch.unstable(self) < MOST_UNSTABLE) {
            sendNow(waiting.poll());
            work++;
        }
        return work;
    }

    private void sendNow(final Outgoing next) {
        final Data data = new Data(
                epoch.membership().number(), self, ++sent, next.kind(), next.party(), next.id(), next.payload());
        epoch.put(data);
        others(member -> tell(member, data));
    }

    private void others(final Consumer<MemberId> action) {
        epoch.membership().members().stream().filter(m -> !m.equals(self)).forEach(action);
    }

    private void sendAgain() {
        if (epoch.membership().has(self)) {
            others(member -> epoch.lacking(self, member).forEach(data -> tell(member, data)));
        }
    }

    private void tellMarks() {
        if (epoch.membership().has(self)) {
            final Received received = new Received(epoch.membership().number(), self, epoch.marks());
            others(member -> tell(member, received));
        }
    }

    private void endFlush(final boolean isDone) {
        if (isDone && !onFlushed.isEmpty()) {
            final List<Consumer<Membership>> done = List.copyOf(onFlushed);
            onFlushed.clear();
            done.forEach(action -> action.accept(epoch.membership()));
        }
    }

    private int deliver() {
        int work = 0;
        for (Data data = epoch.next(); data != null; data = epoch.next()) {
            work++;
            hasNews = true;
            if (data.kind() == Kind.STATE) {
                takeState(data);
            } else if (awaitsState) {
                undelivered.add(data);
            } else {
                deliver(data);
            }
        }
        return work;
    }

    private void takeState(final Data data) {
        if (!data.party().equals(self) || !awaitsState) {
            return;
        }
        final byte[] bytes = data.payload().bytes();
        final WireReader in = new WireReader(new UnsafeBuffer(bytes), 0, bytes.length);
        for (int i = in.readCount(bytes.length); i > 0; i--) {
            ordered.put(ChannelCodec.member(in), in.readLong());
        }
        awaitsState = false;
        listener.onState(RegisterValue.of(in.readBytes(bytes.length)));
        while (!undelivered.isEmpty()) {
            deliver(undelivered.poll());
        }
    }

    private void deliver(final Data data) {
        switch (data.kind()) {
            case FIFO -> listener.onMessage(data.sender(), data.payload());
            case REQUEST -> putInOrder(data);
            case ORDERED -> deliverOrdered(data);
            case QUERY -> answer(data);
            case REPLY -> {
                if (data.party().equals(self)) {
                    final byte[] reply = data.payload().bytes();
                    final RegisterValue payload = reply.length == 0
                            ? null
                            : RegisterValue.of(java.util.Arrays.copyOfRange(reply, 1, reply.length));
                    queries.onReply(data.id(), data.sender(), payload);
                }
            }
            case STATE -> {}
        }
    }

    private void putInOrder(final Data request) {
        final long last =
                Math.max(requested.getOrDefault(request.sender(), 0L), ordered.getOrDefault(request.sender(), 0L));
        final boolean isFirst = epoch.membership().members().getFirst().equals(self);
        // At the end of a view nothing is put in order any more: it is asked for again in the next.
        if (isFirst && known.isEmpty() && request.id() > last) {
            requested.put(request.sender(), request.id());
            waiting.add(new Outgoing(Kind.ORDERED, request.sender(), request.id(), request.payload()));
        }
    }

    private void deliverOrdered(final Data data) {
        if (data.id() > ordered.getOrDefault(data.party(), 0L)) {
            ordered.put(data.party(), data.id());
            if (data.party().equals(self)) {
                unordered.remove(data.id());
            }
            listener.onOrdered(data.party(), data.payload());
        }
    }

    private void answer(final Data question) {
        if (question.sender().equals(self)) {
            queries.onDelivered(question.id(), epoch.membership());
        }
        final RegisterValue answer = listener.onQuery(question.sender(), question.payload());
        final WireWriter reply = new WireWriter();
        if (answer != null) {
            reply.putByte(1).putRaw(answer.bytes());
        }
        waiting.add(new Outgoing(Kind.REPLY, question.sender(), question.id(), RegisterValue.of(reply.toBytes())));
    }

    private void tell(final MemberId member, final ChannelMessage message) {
        ChannelCodec.encode(message, out);
        sender.send(member.node(), out.buffer(), 0, out.lengthBytes());
    }

    /** The view that was taken last. */
    public Membership membership() {
        return epoch.membership();
    }

    /** Whether this member was left out of a view, or has not got the state that it needs: it must begin again. */
    public boolean isClosed() {
        return isClosed;
    }

    /** Whether newer views are known, and this one is being flushed. */
    public boolean isFlushing() {
        return !known.isEmpty();
    }

    /** Messages that were no messages. */
    public long malformedCount() {
        return malformedCount;
    }

    /** Messages that were refused because too many waited. */
    public long refusedCount() {
        return refusedCount;
    }
}
