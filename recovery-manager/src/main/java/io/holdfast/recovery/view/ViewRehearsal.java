package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.Acceptor;
import io.holdfast.recovery.worm.JournalFile;
import io.holdfast.recovery.worm.WormClient;
import io.holdfast.recovery.worm.WormLimits;
import io.holdfast.recovery.worm.WormTiming;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Goes once through the views of a small group in memory, up to a take-over: one register store, a master that dies, a
 * replica that wins the register. With time of its own, so nothing is waited for.
 *
 * <p>The first time that Java runs a class it loads, checks and links it: some milliseconds altogether, which a take-over
 * should not take from the packets.
 */
public final class ViewRehearsal {
    private static final int MOST_STEPS = 10_000;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MASTER = 0;
    private static final int REPLICA = 1;
    private static final int NODES = 3;

    private final Deque<Runnable> messages = new ArrayDeque<>();
    private final WormClient[] clients = new WormClient[2];
    private final GroupMember[] members = new GroupMember[2];
    private final Acceptor acceptor;
    private boolean isMasterDead;
    private long nowNs;

    private ViewRehearsal() {
        acceptor = Acceptor.open(
                new NoFile(),
                "rehearsal",
                true,
                WormLimits.DEFAULT,
                () -> nowNs,
                (to, message) -> messages.add(() -> clients[to].onMessage(0, message)));
        for (int i = 0; i < members.length; i++) {
            final int self = i;
            clients[i] = new WormClient(
                    1,
                    WormTiming.DEFAULT,
                    () -> nowNs,
                    new Random(i),
                    (to, message) -> messages.add(() -> acceptor.onMessage(self, message)));
            members[i] = new GroupMember(
                    NODES,
                    new MemberId(i, 1),
                    clients[i],
                    this::attests,
                    new IdleHost(() -> nowNs),
                    GroupTiming.DEFAULT);
        }
    }

    /**
     * Once.
     *
     * @throws IllegalStateException if the replica does not take over: there is a bug
     */
    public static void run() {
        final ViewRehearsal rehearsal = new ViewRehearsal();
        for (int i = 0; i < MOST_STEPS; i++) {
            if (rehearsal.step()) {
                return;
            }
        }
        throw new IllegalStateException("the replica stays in " + rehearsal.members[REPLICA]);
    }

    private boolean attests(final int attester, final int attestee) {
        return !isMasterDead || attestee != MASTER;
    }

    private boolean step() {
        nowNs += STEP_NS;
        final View view = members[REPLICA].newest();
        isMasterDead |= view.isReplica(members[REPLICA].self());
        if (!isMasterDead) {
            members[MASTER].candidate(members[REPLICA].self());
        }
        for (int i = isMasterDead ? REPLICA : MASTER; i < members.length; i++) {
            clients[i].doWork();
            members[i].doWork(nowNs);
        }
        while (!messages.isEmpty()) {
            messages.remove().run();
            acceptor.flush();
        }
        return view.isMaster(members[REPLICA].self());
    }

    /** Keeps nothing: nobody opens it again. */
    private static final class NoFile implements JournalFile {
        @Override
        public byte[] content() {
            return new byte[0];
        }

        @Override
        public void append(final DirectBuffer buffer, final int offset, final int lengthBytes) {}

        @Override
        public void force() {}

        @Override
        public void truncate(final long lengthBytes) {}

        @Override
        public void replace(final DirectBuffer buffer, final int offset, final int lengthBytes) {}

        @Override
        public void close() {}
    }
}
