package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.view.View.Kind;
import io.holdfast.recovery.view.View.Reason;
import io.holdfast.recovery.worm.RegisterValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Which view may follow which. */
final class ViewRulesTest {
    private static final MemberId A = new MemberId(0, 1);
    private static final MemberId B = new MemberId(1, 1);
    private static final MemberId RESTARTED_A = new MemberId(0, 2);
    private static final MemberId RESTARTED_B = new MemberId(1, 2);

    private static View pair() {
        return View.protectedBy(5, A, B);
    }

    private static View soloA() {
        return View.solo(5, A, Reason.STARTED, A);
    }

    private static View solo(final MemberId master, final MemberId proposer) {
        return View.solo(6, master, Reason.MASTER_LOST, proposer);
    }

    private static void allowed(final View before, final View next) {
        assertNull(ViewRules.fault(before, next));
    }

    private static void refused(final View before, final View next) {
        assertNotNull(ViewRules.fault(before, next), next + " after " + before);
    }

    @Test
    void shouldLetMasterOrReplicaBeMasterByItsOwnProposal() {
        allowed(pair(), solo(A, A));
        allowed(pair(), solo(B, B));
    }

    @Test
    void shouldLetTheMasterHandOver() {
        allowed(pair(), solo(B, A));
    }

    @Test
    void shouldNotLetTheReplicaMakeAnotherMaster() {
        refused(pair(), solo(A, B));
    }

    @Test
    void shouldRefuseARestartedNode() {
        refused(pair(), solo(RESTARTED_A, RESTARTED_A));
        refused(pair(), solo(RESTARTED_B, RESTARTED_B));
        refused(soloA(), solo(RESTARTED_A, RESTARTED_A));
        refused(soloA(), View.protectedBy(6, RESTARTED_A, B));
    }

    @Test
    void shouldRefuseASuccessorOfASoloMaster() {
        refused(soloA(), solo(B, B));
        refused(soloA(), solo(A, A));
        refused(soloA(), View.protectedBy(6, B, A));
    }

    @Test
    void shouldLetOnlyASoloMasterTakeAReplica() {
        allowed(soloA(), View.protectedBy(6, A, B));
        refused(pair(), View.protectedBy(6, A, B));
        refused(soloA(), View.protectedBy(6, A, RESTARTED_A));
        refused(soloA(), new View(6, Kind.PROTECTED, A, B, Reason.REPLICA_JOINED, B));
    }

    @Test
    void shouldGiveUpTheStateOnlyForWhoHadItOrAPerson() {
        allowed(pair(), View.none(6, Reason.RESTARTED, RESTARTED_B));
        refused(pair(), View.none(6, Reason.RESTARTED, A));
        refused(soloA(), View.none(6, Reason.RESTARTED, B));
        allowed(soloA(), View.none(6, Reason.OPERATOR, B));
        refused(View.none(5, Reason.OPERATOR, A), View.none(6, Reason.OPERATOR, A));
    }

    @Test
    void shouldStartFromNothing() {
        allowed(View.BEFORE_ALL, View.solo(1, B, Reason.STARTED, B));
        refused(View.BEFORE_ALL, View.solo(1, B, Reason.STARTED, A));
        refused(View.BEFORE_ALL, View.protectedBy(1, A, B));
    }

    @Test
    void shouldLeaveNoViewOut() {
        refused(pair(), View.solo(7, A, Reason.REPLICA_LOST, A));
        refused(pair(), View.solo(5, A, Reason.REPLICA_LOST, A));
    }

    @Property(tries = 500)
    void shouldReadTheViewThatWasWritten(@ForAll("views") final View view) {
        assertEquals(view, View.of(view.toValue()));
    }

    @Property(tries = 500)
    void shouldNotReadAViewThatWasNotWritten(@ForAll final byte[] bytes) {
        assertNull(View.of(RegisterValue.of(bytes)));
    }

    @Property(tries = 2000)
    void shouldNeverMakeAMasterOfWhoHadNoState(@ForAll("views") final View before, @ForAll("views") final View next) {
        if (ViewRules.fault(before, next) == null && before.kind() != Kind.NONE && next.master() != null) {
            assertTrue(before.names(next.master()));
        }
    }

    @Provide
    Arbitrary<View> views() {
        final Arbitrary<MemberId> members = Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.longs().between(1, 2))
                .as(MemberId::new);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.of(Kind.values()),
                        members.injectNull(0.2),
                        members.injectNull(0.2),
                        Arbitraries.of(Reason.values()),
                        members)
                .as(View::new);
    }
}
