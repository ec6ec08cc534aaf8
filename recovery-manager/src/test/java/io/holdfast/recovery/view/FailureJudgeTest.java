package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.view.FailureJudge.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of take-over rules, and the lease. M is node 0, R node 1, the witness W node 2. */
final class FailureJudgeTest {
    private static final MemberId M = new MemberId(0, 1);
    private static final MemberId R = new MemberId(1, 1);
    private static final View PAIR = View.protectedBy(3, M, R);

    private final FailureJudge judge = new FailureJudge(3);

    /** What does not hold any more: pairs of attester and attestee; everything else does. */
    private static Suspicions without(final String lost) {
        return (attester, attestee) -> !lost.contains("MRW".charAt(attester) + ">" + "MRW".charAt(attestee));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "all is well,                             '',                         NOTHING,   NOTHING",
        "the master is dead or hung or stuck,     'R>M W>M',                  x,         TAKE_OVER",
        "the replica is dead or stuck,            'M>R W>R',                  GO_SOLO,   x",
        "the sync link is cut,                    'M>R R>M',                  GO_SOLO,   NOTHING",
        "the master fails its own tests,          'M>M',                      HAND_OVER, NOTHING",
        "... and all know it,                     'M>M R>M W>M',              HAND_OVER, TAKE_OVER",
        "the replica fails its own tests,         'R>R',                      NOTHING,   NOTHING",
        "... and the master knows it,             'R>R M>R',                  GO_SOLO,   NOTHING",
        "both fail their own tests,               'M>M R>R',                  NOTHING,   NOTHING",
        "a dead master and an unfit replica,      'R>M W>M R>R',              x,         NOTHING",
        "the witness is dead,                     'M>W R>W',                  NOTHING,   NOTHING",
        "witness and master are dead,             'R>W R>M W>M',              x,         NOTHING",
        "witness and replica are dead,            'M>W M>R W>R',              GO_SOLO,   x",
        "the replica is cut off from all,         'R>M R>W M>R W>R W>M',      GO_SOLO,   NOTHING",
        "the master is cut off from all,          'M>R M>W R>M W>M',          GO_SOLO,   TAKE_OVER",
        "sync cut and witness dead,               'M>R R>M M>W R>W W>M W>R',  GO_SOLO,   NOTHING"
    })
    void shouldJudgeByTheTable(final String what, final String lost, final String ofMaster, final String ofReplica) {
        check(ofMaster, M, lost);
        check(ofReplica, R, lost);
    }

    private void check(final String expected, final MemberId self, final String lost) {
        if (!"x".equals(expected)) {
            assertEquals(
                    Action.valueOf(expected),
                    judge.judge(PAIR, self, without(lost), m -> false).action());
        }
    }

    @Test
    void shouldKnowThatARestartedMemberIsOver() {
        assertEquals(
                Action.TAKE_OVER,
                judge.judge(PAIR, R, without("R>W"), M::equals).action());
        assertEquals(
                Action.GO_SOLO, judge.judge(PAIR, M, without(""), R::equals).action());
        assertEquals(
                Action.NOTHING, judge.judge(PAIR, R, without("R>R"), M::equals).action());
    }

    @Test
    void shouldDoNothingWhereNobodyCanTakeOver() {
        final View solo = View.solo(4, M, View.Reason.REPLICA_LOST, M);
        assertEquals(
                Action.NOTHING,
                judge.judge(solo, M, without("M>M M>R"), m -> false).action());
        assertEquals(
                Action.NOTHING,
                judge.judge(solo, R, without("R>M W>M"), m -> false).action());
        assertEquals(
                Action.NOTHING,
                judge.judge(PAIR, new MemberId(1, 2), without("R>M W>M"), m -> false)
                        .action());
    }

    @Test
    void shouldEndALeaseAfterTheLastEcho() {
        final Lease lease = new Lease(1_000);
        assertFalse(lease.isValid(5_000));
        lease.onEcho(5_000);
        lease.onEcho(4_000);
        assertTrue(lease.isValid(5_999));
        assertFalse(lease.isValid(6_000));
        lease.onEcho(5_500);
        assertTrue(lease.isValid(6_000));
        lease.reset();
        assertFalse(lease.isValid(6_000));
    }

    @Test
    void shouldEndALeaseBeforeTheReplicasWaitWhateverTheClocksShow() {
        final Lease lease = new Lease(5_000_000);
        final long anywhere = Long.MAX_VALUE - 100;
        lease.onEcho(anywhere);
        // The replica's clock is faster by almost a hundredth; the master's clock passes Long.MAX_VALUE meanwhile.
        final long masterPassedNs = Lease.waitNs(5_000_000) * 1_000 / 1_009;
        assertFalse(lease.isValid(anywhere + masterPassedNs));
    }
}
