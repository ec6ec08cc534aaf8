package io.holdfast.recovery.nodes;

import io.holdfast.log.MemberAddress;
import io.holdfast.recovery.Lifeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A lifeline as kernels carry it: connections are taken for a process that stands still, too; words arrive before the
 * end, late but in order; and when a process dies, its kernel closes all that it had.
 */
final class LifeLine implements Lifeline {
    private static final long CHECK_INTERVAL_NS = 200_000;
    private static final long DELAY_NS = 300_000;
    private static final long NOBODY = 0;

    /** One end of a connection. */
    private static final class End {
        private final ArrayDeque<Byte> arrived = new ArrayDeque<>();
        private final LifeLine owner;
        private final long incarnation;
        private End other;
        private long lastDueNs;
        private boolean hasEnded;
        private boolean isClosed;
        private boolean isEstablished;

        private End(final LifeLine owner, final long incarnation) {
            this.owner = owner;
            this.incarnation = incarnation;
        }
    }

    private final NodeWorld world;
    private final NodeLife life;
    private final boolean isMute;
    private final List<End> candidates = new ArrayList<>();
    private End line;
    private long expected = NOBODY;
    private long nextCheckNs;
    private byte last = NOTHING;
    private boolean isConnected;
    private boolean isBroken;
    private boolean hasEnded;
    private boolean wasToldOfTakeOver;
    private long strangerCount;

    /** @param isMute that its words are not heard, for a test of the tests */
    LifeLine(final NodeWorld world, final NodeLife life, final boolean isMute) {
        this.world = world;
        this.life = life;
        this.isMute = isMute;
    }

    private void transfer(final End from, final Runnable action) {
        from.lastDueNs =
                Math.max(from.lastDueNs, world.nowNs() + 1 + world.random().nextLong(DELAY_NS));
        world.send(life.place(), 1 - life.place(), from.lastDueNs, action);
    }

    @Override
    public void expect(final long replicaIncarnation) {
        drop();
        expected = replicaIncarnation;
    }

    @Override
    public void connect(final MemberAddress master, final long incarnation) {
        drop();
        if (life.isDeadNow()) {
            return;
        }
        final End mine = new End(this, incarnation);
        line = mine;
        transfer(mine, () -> {
            final NodeLife there = life.peer();
            if (there == null || there.isDead()) {
                mine.hasEnded = true;
            } else {
                mine.other = new End(there.lifeline(), incarnation);
                mine.other.other = mine;
                mine.isEstablished = true;
                if (mine.isClosed) {
                    mine.other.hasEnded = true;
                }
                there.lifeline().candidates.add(mine.other);
            }
        });
    }

    private void end(final End mine) {
        if (mine != null && !mine.isClosed) {
            mine.isClosed = true;
            transfer(mine, () -> {
                if (mine.other != null) {
                    mine.other.hasEnded = true;
                }
            });
        }
    }

    @Override
    public void drop() {
        expected = NOBODY;
        if (!life.isDeadNow()) {
            end(line);
            candidates.forEach(this::end);
        }
        candidates.clear();
        line = null;
        last = NOTHING;
        isConnected = false;
        isBroken = false;
        wasToldOfTakeOver = false;
    }

    @Override
    public void say(final byte word) {
        if (!isConnected || isBroken || life.isDeadNow() || isMute) {
            return;
        }
        if (word == PROTECTED) {
            life.saysProtected();
        }
        final End there = line.other;
        transfer(line, () -> {
            there.arrived.add(word);
            there.owner.wasToldOfTakeOver |= word == TOOK_OVER && there == there.owner.line;
        });
    }

    @Override
    public byte lastSaid() {
        return last;
    }

    @Override
    public boolean isConnected() {
        return isConnected && !isBroken;
    }

    @Override
    public boolean isBroken() {
        return isBroken;
    }

    @Override
    public long strangerCount() {
        return strangerCount;
    }

    /** Whether the word that the peer has taken over has reached this node's kernel. */
    boolean wasToldOfTakeOver() {
        return wasToldOfTakeOver;
    }

    @Override
    public void doWork(final long nowNs) {
        if (nowNs < nextCheckNs) {
            return;
        }
        nextCheckNs = nowNs + CHECK_INTERVAL_NS;
        judgeCandidates();
        if (line != null && !isBroken) {
            isConnected |= line.isEstablished;
            while (!line.arrived.isEmpty()) {
                last = line.arrived.poll();
            }
            isBroken = line.hasEnded;
        }
    }

    private void judgeCandidates() {
        for (final End candidate : candidates) {
            if (candidate.incarnation == expected && expected != NOBODY && line == null) {
                line = candidate;
                isConnected = true;
            } else {
                strangerCount++;
                end(candidate);
            }
        }
        candidates.clear();
    }

    /** The process has died. */
    void kernelCloses() {
        end(line);
        candidates.forEach(this::end);
        line = null;
        candidates.clear();
        hasEnded = true;
    }

    @Override
    public void close() {
        if (!hasEnded) {
            drop();
        }
    }
}
