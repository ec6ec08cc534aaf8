package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.worm.WormGroup;
import io.holdfast.recovery.worm.WormLimits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is suspected, unfit or gone again and again, by simulated time; no test here waits. */
final class FlappingTest {
    private static final long STEP_NS = 100_000;
    private static final long PHASE_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int SECONDS = 20;
    private static final int STEPS = (int) (TimeUnit.SECONDS.toNanos(SECONDS) / STEP_NS);
    /** Of 50 phases in which the replica, or the master, is in trouble: two views for each. */
    private static final int VIEWS_OF_A_PAIR_THAT_FLAPS = 80;

    private static final int VIEWS_OF_A_PAIR_THAT_IS_CALM = 24;
    private static final int NODES = 3;

    /** What is wrong in every other phase. */
    private enum Trouble {
        REPLICA_IS_SUSPECTED,
        REPLICA_IS_GONE,
        MASTER_IS_UNFIT
    }

    private final WormGroup group = new WormGroup(NODES, WormLimits.DEFAULT);
    private long nowNs = TimeUnit.SECONDS.toNanos(1);

    /** A node of the pair, which says yes to everything at once. */
    private final class Node extends IdleHost implements Suspicions {
        private final GroupMember member;
        private final Trouble trouble;
        private final int id;

        Node(final int id, final Trouble trouble, final boolean forgets) {
            super(() -> nowNs);
            this.id = id;
            this.trouble = trouble;
            member = new GroupMember(NODES, new MemberId(id, 1), group.client(id), this, this, GroupTiming.DEFAULT) {
                @Override
                boolean isCalm(final Hysteresis hysteresis) {
                    return forgets || super.isCalm(hysteresis);
                }
            };
        }

        private boolean isInTrouble() {
            return nowNs / PHASE_NS % 2 == 1;
        }

        private boolean isMaster() {
            return member.newest().isMaster(member.self());
        }

        @Override
        public boolean attests(final int attester, final int attestee) {
            if (attester != id || !isMaster() || !isInTrouble()) {
                return true;
            }
            return (attestee == id) == (trouble != Trouble.MASTER_IS_UNFIT) || attestee == NODES - 1;
        }

        @Override
        public boolean isGone(final int node) {
            return trouble == Trouble.REPLICA_IS_GONE && isInTrouble();
        }

        void turn(final Node other) {
            if (isMaster() && attests(id, other.id)) {
                member.candidate(other.member.self());
            }
            member.doWork(nowNs);
        }
    }

    private long viewsAfter(final Trouble trouble, final boolean forgets) {
        final Node a = new Node(0, trouble, forgets);
        final Node b = new Node(1, trouble, forgets);
        for (int step = 0; step < STEPS; step++) {
            nowNs += STEP_NS;
            group.step();
            a.turn(b);
            b.turn(a);
        }
        return a.member.newest().number();
    }

    private void check(final boolean isCalm, final long views) {
        assertTrue(isCalm ? views <= VIEWS_OF_A_PAIR_THAT_IS_CALM : views >= VIEWS_OF_A_PAIR_THAT_FLAPS, "" + views);
    }

    @Test
    void shouldTakeInAReplicaLaterThatIsSuspectedAgainAndAgain() {
        check(true, viewsAfter(Trouble.REPLICA_IS_SUSPECTED, false));
    }

    @Test
    void shouldNotHandOverBackAndForth() {
        check(true, viewsAfter(Trouble.MASTER_IS_UNFIT, false));
    }

    /** A process that has ended and was started again is no flapping. */
    @Test
    void shouldTakeInAReplicaAtOnceThatWasKilledAgainAndAgain() {
        check(false, viewsAfter(Trouble.REPLICA_IS_GONE, false));
    }

    /** The canaries: without a memory the same troubles do flap. */
    @Test
    void shouldNoticeAMasterThatForgetsHowOftenItLostItsReplica() {
        check(false, viewsAfter(Trouble.REPLICA_IS_SUSPECTED, true));
    }

    @Test
    void shouldNoticeMastersThatForgetHowOftenTheyHandedOver() {
        check(false, viewsAfter(Trouble.MASTER_IS_UNFIT, true));
    }

    @Test
    void shouldBePatientLongerEachTimeAndForgetAfterAMinute() {
        final Hysteresis hysteresis = new Hysteresis();
        assertTrue(hysteresis.isOver(0));
        hysteresis.happened(0);
        assertTrue(hysteresis.isOver(0));
        long nowNs = 0;
        for (final long ms : new long[] {500, 1000, 2000, 4000, 8000, 8000}) {
            hysteresis.happened(nowNs);
            nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
            assertFalse(hysteresis.isOver(nowNs - 1));
            assertTrue(hysteresis.isOver(nowNs));
        }
        nowNs += TimeUnit.MINUTES.toNanos(1);
        hysteresis.happened(nowNs);
        assertEquals(true, hysteresis.isOver(nowNs));
    }
}
