package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.group.AttestedSuspicions;
import io.holdfast.recovery.view.FailureJudge;
import io.holdfast.recovery.view.FailureJudge.Action;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.View;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every graph that three members can have, judged by master and replica: each says nothing of each other one, or any
 * finding.
 */
class AttestedSuspicionsTest {
    private static final List<String> MEMBERS = List.of("m", "r", "w");
    private static final View PROTECTED = View.protectedBy(2, new MemberId(0, 1), new MemberId(1, 1));
    private static final int SAYINGS = Finding.values().length + 1;
    private static final int PAIRS = 6;

    private interface Check {
        void check(AttestationGraph graph, Action ofMaster, Action ofReplica);
    }

    @Test
    void shouldTakeOverOnlyIfTheWitnessIsHeardAndNobodySeesTheMasterAtWork() {
        forAll(Finding.WORKS, (graph, ofMaster, ofReplica) -> {
            if (ofReplica == Action.TAKE_OVER) {
                assertTrue(graph.finding("r", "w") == null || isAtWork(graph.finding("r", "w")), () -> text(graph));
                assertTrue(graph.finding("r", "m") != null, () -> "not judged yet: " + text(graph));
                assertFalse(isAtWork(graph.finding("r", "m")), () -> text(graph));
                assertFalse(isAtWork(graph.finding("w", "m")), () -> text(graph));
            }
        });
    }

    @Test
    void shouldHandOverOnlyToAReplicaThatIsFit() {
        forAll(Finding.DETACHED, (graph, ofMaster, ofReplica) -> {
            assertEquals(
                    graph.vouches("m", "r") && graph.finding("r", "m") != Finding.SILENT,
                    ofMaster == Action.HAND_OVER,
                    () -> text(graph));
            assertFalse(ofReplica == Action.TAKE_OVER, () -> "an unfit replica takes over: " + text(graph));
        });
    }

    @Test
    void shouldLetAMasterThatStandsStillBeReplacedInsteadOfHandingOver() {
        forAll(
                Finding.STUCK,
                (graph, ofMaster, ofReplica) -> assertFalse(ofMaster == Action.HAND_OVER, () -> text(graph)));
    }

    @Test
    void shouldCallForEachAction() {
        final Set<Action> seen = EnumSet.noneOf(Action.class);
        for (final Finding own : Finding.values()) {
            forAll(own, (graph, ofMaster, ofReplica) -> {
                seen.add(ofMaster);
                seen.add(ofReplica);
            });
        }
        assertEquals(EnumSet.allOf(Action.class), seen);
    }

    private static boolean isAtWork(final Finding finding) {
        return finding != null && finding.isAtWork();
    }

    /** @param own what both nodes find in themselves */
    private static void forAll(final Finding own, final Check check) {
        final int count = (int) Math.pow(SAYINGS, PAIRS);
        for (int number = 0; number < count; number++) {
            final AttestationGraph graph = graph(number);
            check.check(graph, judge(graph, 0, own), judge(graph, 1, own));
        }
    }

    private static Action judge(final AttestationGraph graph, final int self, final Finding own) {
        final AttestedSuspicions suspicions = new AttestedSuspicions(self);
        suspicions.hear(Word.of(graph, MEMBERS, self, own, 0), 0);
        return new FailureJudge(MEMBERS.size())
                .judge(PROTECTED, new MemberId(self, 1), suspicions, member -> false)
                .action();
    }

    private static AttestationGraph graph(final int number) {
        int rest = number;
        final List<Attestation> attestations = new ArrayList<>();
        for (final String attester : MEMBERS) {
            for (final String attestee : MEMBERS) {
                if (!attester.equals(attestee)) {
                    final int says = rest % SAYINGS;
                    rest /= SAYINGS;
                    if (says > 0) {
                        attestations.add(
                                new Attestation("pair", attester, 1, attestee, 1, 1, 0, 1, Finding.values()[says - 1]));
                    }
                }
            }
        }
        return new AttestationGraph("pair", MEMBERS, attestations);
    }

    private static String text(final AttestationGraph graph) {
        return AttestationText.lines(graph, 0);
    }
}
