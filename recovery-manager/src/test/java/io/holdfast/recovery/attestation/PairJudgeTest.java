package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every graph that three members can have: each says nothing of each other one, or that it works, is silent, is stuck
 * (which stands for the other findings that are heard).
 */
class PairJudgeTest {
    private static final List<String> MEMBERS = List.of("m", "r", "w");
    private static final int SAYINGS = Finding.STUCK.ordinal() + 2;
    private static final int PAIRS = 6;

    private interface Check {
        void check(AttestationGraph graph, PairVerdict ofMaster, PairVerdict ofReplica);
    }

    @Test
    void shouldActOnlyWithAMajorityOfWhichNobodyVouchesForThePeer() {
        forAll((graph, ofMaster, ofReplica) -> {
            if (ofReplica.mayTakeOver()) {
                final Set<String> part = graph.questions().strongPartOf("r");
                assertTrue(part.size() >= 2, () -> text(graph));
                for (final String member : part) {
                    assertFalse(graph.vouches(member, "m"), () -> text(graph));
                }
            }
        });
    }

    @Test
    void shouldNeverLetBothActAgainstEachOther() {
        forAll((graph, ofMaster, ofReplica) ->
                assertFalse(ofReplica.mayTakeOver() && ofMaster.mayTakeOver(), () -> text(graph)));
    }

    @Test
    void shouldNotGoSoloWhileTheReplicaTakesOver() {
        forAll((graph, ofMaster, ofReplica) ->
                assertFalse(ofReplica.mayTakeOver() && ofMaster.mayGoSolo(), () -> text(graph)));
    }

    @Test
    void shouldBeFineForBothOrForNeither() {
        forAll((graph, ofMaster, ofReplica) ->
                assertEquals(ofMaster == PairVerdict.FINE, ofReplica == PairVerdict.FINE, () -> text(graph)));
    }

    @Test
    void shouldKnowEachVerdict() {
        final List<PairVerdict> seen = new ArrayList<>();
        forAll((graph, ofMaster, ofReplica) -> seen.add(ofReplica));
        for (final PairVerdict verdict :
                EnumSet.complementOf(EnumSet.of(PairVerdict.PEER_DETACHED, PairVerdict.PEER_UNSOUND))) {
            assertTrue(seen.contains(verdict), () -> verdict + " was never given");
        }
    }

    @Test
    void shouldShowTheGraph() {
        final AttestationGraph graph = new AttestationGraph(
                "pair",
                MEMBERS,
                List.of(
                        new Attestation("pair", "r", 1, "m", 1, 7, 0, 50_000_000, Finding.WORKS),
                        new Attestation("pair", "w", 1, "m", 1, 8, 0, 50_000_000, Finding.STUCK),
                        new Attestation("pair", "w", 1, "stranger", 1, 8, 0, 50_000_000, Finding.STUCK)));
        assertEquals(
                String.format("group pair: m, r, w%n"
                                + "r says of m: works (for 30 ms more, number 7)%n"
                                + "w says of m: stuck (for 30 ms more, number 8)%n")
                        .replace("\r", ""),
                AttestationText.lines(graph, 20_000_000).replaceAll("parts:.*\n", ""));
        assertEquals("""
                digraph "pair" {
                  "m";
                  "r";
                  "w";
                  "r" -> "m";
                  "w" -> "m" [style=dashed, label="stuck"];
                }
                """, AttestationText.graphviz(graph));
    }

    private static void forAll(final Check check) {
        final int count = (int) Math.pow(SAYINGS, PAIRS);
        for (int number = 0; number < count; number++) {
            final AttestationGraph graph = graph(number);
            check.check(graph, PairJudge.judge(graph, "m", "r"), PairJudge.judge(graph, "r", "m"));
        }
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
