package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.TestElements.Stuck;
import io.holdfast.recovery.attestation.AttestationFault;
import io.holdfast.recovery.attestation.Finding;
import io.holdfast.recovery.group.GroupSettings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes attest of each other decides who is suspected: a pair and a witness, in memory, told as stories. */
@Timeout(120)
class AttestedNodesTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int WITNESS = GroupSettings.WITNESS;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int QUIET_TURNS = 500;
    /** Longer than any limit of the group's. */
    private static final int LONG_TURNS = 900;
    /** In a signed message. */
    private static final int SIGNATURE_BYTES = 64;

    private static final byte ATTESTATION = 3;

    private static TestPair protectedPair() throws IOException {
        return TestPair.protectedDecidedPair(TestPair.SEQUENCER, NodeFaults.NONE);
    }

    private static boolean is(final TestPair.TestNode node, final String role, final String protection) {
        return node.status().role().equals(role) && node.status().protection().equals(protection);
    }

    /** The master's process runs, attests and is heard; its worker stands still. */
    @Test
    void shouldReplaceAMasterWhoseWorkerIsStuckThoughItsHeartbeatsGoOn() throws IOException {
        try (TestPair pair = TestPair.decidedPair(2)) {
            pair.heartbeatTimeoutMs(60_000);
            pair.start("a", "Stuck;", NodeFaults.NONE);
            pair.start("b", "Stuck;", NodeFaults.NONE);
            pair.awaitProtected();
            Stuck.hangFor(4_000_000_000L);
            pair.a().receive(Stuck.MARK);
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            assertEquals("suspected by the group", pair.b().status().detection());
        }
    }

    /** The node's own thread, which is the worker, stands still; that of its attestations does not. */
    @Test
    void shouldReplaceAMasterOfWhichOnlyTheAttestationsGoOn() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.a().stick();
            pair.await("take-over", () -> is(pair.b(), "master", "solo"));
        }
    }

    /** What a master can find in itself and hand over for; and what is so of the other node then, too. */
    enum Misfortune {
        LINK_DOWN(pair -> pair.a().setLink(false), pair -> pair.b().setLink(false)),
        NEIGHBOUR_SILENT(
                pair -> pair.group().neighbourFallsSilent(A),
                pair -> pair.group().neighbourFallsSilent(B)),
        DISK_WAITS(pair -> pair.group().diskStops(A), pair -> pair.group().diskStops(B)),
        CLOCK_JUMPS(pair -> pair.group().jumpClock(A, HOUR_NS), null),
        CLOCK_JUMPS_BACK(pair -> pair.group().jumpClock(A, -HOUR_NS), null);

        private final Consumer<TestPair> ofMaster;
        private final Consumer<TestPair> ofReplica;

        Misfortune(final Consumer<TestPair> ofMaster, final Consumer<TestPair> ofReplica) {
            this.ofMaster = ofMaster;
            this.ofReplica = ofReplica;
        }
    }

    @ParameterizedTest
    @EnumSource(Misfortune.class)
    void shouldHandOverWhenItFailsItsOwnTests(final Misfortune misfortune) throws IOException {
        try (TestPair pair = protectedPair()) {
            for (int i = 0; i < 50; i++) {
                pair.a().receive(i);
            }
            pair.turns(20);
            misfortune.ofMaster.accept(pair);
            pair.await("handed over", () -> pair.b().status().role().equals("master"));
            assertTrue(
                    pair.b().views().history().toString().contains("handed over"),
                    pair.b().views().history().toString());
            pair.await("protected again", () -> is(pair.b(), "master", "protected"));
            pair.b().receive(0);
            pair.turns(20);
            assertEquals(List.of(51), pair.b().takeSent(), "the state came with it");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Misfortune.class,
            names = {"LINK_DOWN", "NEIGHBOUR_SILENT", "DISK_WAITS"})
    void shouldGoOnWhenTheReplicaFailsItsOwnTestsToo(final Misfortune misfortune) throws IOException {
        try (TestPair pair = protectedPair()) {
            misfortune.ofMaster.accept(pair);
            misfortune.ofReplica.accept(pair);
            goesOn(pair);
        }
    }

    /** The replica keeps the log all the same. */
    @Test
    void shouldStayProtectedByAReplicaWithoutLink() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.b().setLink(false);
            goesOn(pair);
        }
    }

    /** A cable that is out for less than linkDownMs is nobody's failure. */
    @Test
    void shouldForgiveALinkThatBlinks() throws IOException {
        try (TestPair pair = protectedPair()) {
            for (int i = 0; i < 10; i++) {
                pair.a().setLink(false);
                pair.turns(20);
                pair.a().setLink(true);
                pair.turns(20);
            }
            goesOn(pair);
        }
    }

    private static void goesOn(final TestPair pair) {
        pair.turns(LONG_TURNS);
        assertTrue(is(pair.a(), "master", "protected"), pair.events().toString());
        assertEquals(2, pair.a().status().view());
        pair.a().receive(0);
        pair.turns(20);
        assertEquals(1, pair.a().takeSent().size());
    }

    /** A replica that cannot serve does not take over: it waits until it can. */
    @Test
    void shouldNotTakeOverWithoutLink() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.b().setLink(false);
            pair.turns(200);
            pair.a().kill();
            pair.turns(QUIET_TURNS);
            assertEquals("replica", pair.b().status().role());
            pair.b().setLink(true);
            pair.await("take-over", () -> is(pair.b(), "master", "solo"));
        }
    }

    /** The master is dead, its lifeline hangs, and somebody makes "works" of what the witness says of it. */
    @Test
    void shouldTakeOverThoughSomebodyForgesTheWitnesssWord() throws IOException {
        try (TestPair pair = protectedPair()) {
            forge(pair);
            pair.a().hang();
            pair.await("take-over", () -> is(pair.b(), "master", "solo"));
        }
    }

    /** The canary: a node that does not check signatures believes it, and waits. */
    @Test
    void shouldNoticeThatUnsignedAttestationsAreBelieved() throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(
                TestPair.SEQUENCER, NodeFaults.believing(AttestationFault.BELIEVES_UNSIGNED))) {
            forge(pair);
            pair.a().hang();
            pair.turns(QUIET_TURNS);
            assertEquals("replica", pair.b().status().role());
        }
    }

    private static void forge(final TestPair pair) {
        pair.group().tamper(WITNESS, B, message -> {
            final byte[] forged = message.clone();
            if (message[0] == ATTESTATION) {
                // The finding is the last byte before the signature.
                forged[message.length - SIGNATURE_BYTES - 1] = (byte) Finding.WORKS.ordinal();
            }
            return forged;
        });
    }

    /** The network holds the witness's word back until it has expired. */
    @Test
    void shouldNotBelieveAnExpiredAttestation() throws IOException {
        assertNotEquals(Finding.WORKS, heldBack(NodeFaults.NONE));
    }

    /** The canary. */
    @Test
    void shouldNoticeThatExpiredAttestationsAreBelieved() throws IOException {
        assertEquals(Finding.WORKS, heldBack(NodeFaults.believing(AttestationFault.BELIEVES_EXPIRED)));
    }

    /** What b takes the witness to say of a, when it hears only what the witness said half a second ago. */
    private static Finding heldBack(final NodeFaults faults) throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, faults)) {
            final Deque<byte[]> held = new ArrayDeque<>();
            final List<byte[]> now = new ArrayList<>();
            pair.group().tamper(A, B, message -> null);
            pair.group().tamper(WITNESS, B, message -> {
                if (message[0] != ATTESTATION) {
                    return message;
                }
                held.add(message);
                return now.isEmpty() ? null : held.poll();
            });
            pair.turns(500);
            now.add(new byte[0]);
            pair.turns(100);
            return pair.b().views().attestations().word().finding(WITNESS, A);
        }
    }

    @Test
    void shouldNotTakeInAReplicaThatIsNotAttested() throws IOException {
        try (TestPair pair = TestPair.decidedPair(1)) {
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.group().tamper(B, A, message -> null);
            pair.turns(QUIET_TURNS);
            assertNotEquals("protected", pair.a().status().protection());
            assertTrue(
                    pair.events().toString().contains("not attested"),
                    pair.events().toString());
            pair.group().tamper(B, A, message -> message);
            pair.awaitProtected();
        }
    }
}
