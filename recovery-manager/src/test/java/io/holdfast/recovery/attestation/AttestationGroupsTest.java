package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.attestation.AttestationCounters.Event;
import io.holdfast.recovery.group.ControlThreads;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AttestationGroupsTest {
    private static final int START_MS = 150;
    private static final int LONG_MS = 1200;

    @Test
    void shouldKnowTheGraphEverywhere() {
        final SimulatedGroup group = new SimulatedGroup(1, 0);
        group.run(START_MS);
        for (final String at : SimulatedGroup.MEMBERS) {
            assertEquals(List.of(SimulatedGroup.GROUP), group.node(at).groups.groups());
            for (final String attester : SimulatedGroup.MEMBERS) {
                for (final String attestee : SimulatedGroup.MEMBERS) {
                    assertEquals(
                            !attester.equals(attestee), group.node(at).graph().vouches(attester, attestee));
                }
            }
        }
    }

    @Test
    void shouldSayNothingOfAMemberThatItStoppedToAttest() {
        final SimulatedGroup group = new SimulatedGroup(1, 0);
        group.run(START_MS);
        group.node("w").groups.stopAttest(SimulatedGroup.GROUP, "m");
        group.run(100);
        assertNull(group.node("r").graph().finding("w", "m"));
        assertTrue(group.node("r").graph().vouches("w", "r"));
    }

    /** A message that was held up for longer than it may be true. */
    @Test
    void shouldNotBelieveAnExpiredAttestation() {
        final SimulatedGroup group = heldUp(SimulatedGroup::groups);
        assertTrue(group.node("r").groups.counters().get(Event.EXPIRED) > 0);
        assertFalse(group.node("r").graph().vouches("w", "m"));
    }

    /** The canary of the test above. */
    @Test
    void shouldNoticeThatExpiredAttestationsAreBelieved() {
        final SimulatedGroup group = heldUp(parts -> new AttestationGroups(parts, SimulatedSignatures.INSTANCE) {
            @Override
            boolean isCurrent(final Attestation attestation, final long nowEpochNs) {
                return true;
            }
        });
        assertTrue(group.node("r").graph().vouches("w", "m"));
    }

    @Test
    void shouldNotBelieveAnAttestationThatTheAttesterDidNotSign() {
        final SimulatedGroup group = forged(SimulatedGroup::groups);
        assertTrue(group.node("r").groups.counters().get(Event.BAD_SIGNATURE) > 0);
        assertEquals(Finding.SILENT, group.node("r").graph().finding("w", "m"));
    }

    /** The canary of the test above. */
    @Test
    void shouldNoticeThatUnsignedAttestationsAreBelieved() {
        final SimulatedGroup group = forged(parts -> new AttestationGroups(parts, SimulatedSignatures.INSTANCE) {
            @Override
            boolean isSignedBy(final byte[] message, final PublicKey key) {
                return true;
            }
        });
        assertEquals(Finding.WORKS, group.node("r").graph().finding("w", "m"));
    }

    @Test
    void shouldTakeEachAttestationOnce() {
        final SimulatedGroup group = new SimulatedGroup(1, 0);
        final List<byte[]> recorded = new ArrayList<>();
        group.tap(flight -> {
            if (flight.to().equals("r") && AttestationCodec.kind(flight.message()) == AttestationCodec.ATTESTATION) {
                recorded.add(flight.message());
            }
        });
        group.run(START_MS);
        group.tap(flight -> {});
        final long accepted = group.node("r").groups.counters().get(Event.ACCEPTED);
        group.cut("m", "r");
        group.cut("w", "r");
        recorded.forEach(message -> group.inject("w", "r", message));
        group.run(3);
        final long again = group.node("r").groups.counters().get(Event.ACCEPTED) - accepted;
        assertTrue(again <= 6, "only such as were on their way: " + again);
    }

    @Test
    void shouldRefuseWrongGroups() {
        final SimulatedGroup group = new SimulatedGroup(1, 0);
        final AttestationGroups groups = group.node("m").groups;
        assertThrows(IllegalArgumentException.class, () -> groups.create(SimulatedGroup.GROUP, List.of("m", "r")));
        assertThrows(IllegalArgumentException.class, () -> groups.create("x", List.of("m")));
        assertThrows(IllegalArgumentException.class, () -> groups.create("x", List.of("m", "m")));
        assertThrows(IllegalArgumentException.class, () -> groups.create("x", List.of("r", "w")));
        assertThrows(
                IllegalArgumentException.class,
                () -> groups.create("x", List.of("m", "1", "2", "3", "4", "5", "6", "7", "8")));
        for (int i = 1; i < SimulatedGroup.SETTINGS.maxGroups(); i++) {
            groups.create("g" + i, List.of("m", "r"));
        }
        assertThrows(IllegalArgumentException.class, () -> groups.create("one more", List.of("m", "r")));
        assertThrows(IllegalArgumentException.class, () -> groups.graph("none"));
        assertThrows(
                IllegalArgumentException.class,
                () -> groups.startAttest(SimulatedGroup.GROUP, "m", SimulatedGroup::tests));
        assertThrows(
                IllegalArgumentException.class,
                () -> groups.startAttest(SimulatedGroup.GROUP, "x", SimulatedGroup::tests));
    }

    @Test
    void shouldCountAGroupThatIsDefinedInTwoWays() {
        final SimulatedGroup group = new SimulatedGroup(1, 0);
        group.run(START_MS);
        group.node("m").groups.create("twice", List.of("m", "w"));
        group.node("w").groups.create("twice", List.of("m", "r", "w"));
        group.run(100);
        assertTrue(group.node("m").groups.counters().get(Event.REFUSED_GROUP) > 0);
        assertEquals(2, group.node("m").groups.graph("twice").members().size());
    }

    @Test
    void shouldHaveAThreadOfItsOwn() {
        final KeyPair keyPair = SignatureScheme.PAIRWISE.newKeyPair();
        final AttestedGroup group = new AttestedGroup(
                List.of("a", "b"),
                0,
                new WorkLimits(80, 100, 100, 100, 1000),
                new AttestedGroup.Parts(
                        new PairwiseSignatures(keyPair),
                        keyPair,
                        1,
                        io.holdfast.log.secure.GroupKeys.none(),
                        new Nowhere(),
                        () -> new WorkReport(0, 0, new long[0], 0, false, 0, 0, 0, 0, 0, 0, true, false),
                        member -> false,
                        System::nanoTime,
                        () -> System.currentTimeMillis() * 1_000_000,
                        AttestationFault.NONE));
        final List<String> log = new ArrayList<>();
        try (AttestationAgent agent = new AttestationAgent(group, ControlThreads.ordinary(), log::add)) {
            final long deadline = System.nanoTime() + 10_000_000_000L;
            while (group.word().finding(0, 1) != Finding.SILENT) {
                assertTrue(System.nanoTime() < deadline, "not in time");
                Thread.yield();
            }
            assertEquals(Finding.SILENT, group.graph().finding("a", "b"));
        }
        assertEquals(List.of(), log);
    }

    private static final class Nowhere implements AttestationNetwork {
        @Override
        public void send(final String member, final byte[] message) {}

        @Override
        public void poll(final Receiver receiver, final int limit) {}
    }

    /** The witness's word for the master does not come, until it is very old; then the master is long dead. */
    private static SimulatedGroup heldUp(final Function<GroupParts, AttestationGroups> maker) {
        final SimulatedGroup group = new SimulatedGroup(1, 0, maker);
        final List<byte[]> recorded = new ArrayList<>();
        group.run(START_MS);
        group.cut("w", "r");
        group.cut("m", "r");
        group.tap(flight -> record(flight, recorded));
        group.run(40);
        group.tap(flight -> {});
        group.node("m").dead = true;
        group.node("w").dead = true;
        group.run(LONG_MS);
        assertFalse(recorded.isEmpty());
        group.inject("w", "r", recorded.getLast());
        group.run(2);
        return group;
    }

    private static void record(final SimulatedGroup.Flight flight, final List<byte[]> recorded) {
        if (AttestationCodec.kind(flight.message()) == AttestationCodec.ATTESTATION) {
            final Attestation attestation = AttestationCodec.attestation(flight.message());
            if (attestation.attester().equals("w") && attestation.attestee().equals("m") && attestation.vouches()) {
                recorded.add(flight.message());
            }
        }
    }

    /** The master is dead, and somebody makes "works" of what the witness says. */
    private static SimulatedGroup forged(final Function<GroupParts, AttestationGroups> maker) {
        final SimulatedGroup group = new SimulatedGroup(1, 0, maker);
        group.run(START_MS);
        group.node("m").dead = true;
        group.run(200);
        final Attestation[] last = new Attestation[1];
        group.tap(flight -> {
            if (AttestationCodec.kind(flight.message()) == AttestationCodec.ATTESTATION
                    && flight.from().equals("w")
                    && flight.to().equals("r")) {
                final Attestation said = AttestationCodec.attestation(flight.message());
                last[0] = said.attestee().equals("m") ? said : last[0];
            }
        });
        group.run(30);
        final Attestation a = last[0];
        final Attestation lie = new Attestation(
                a.group(),
                a.attester(),
                a.attesterIncarnation(),
                a.attestee(),
                a.attesteeIncarnation(),
                a.number() + 1000,
                a.issuedNs(),
                a.expiryNs(),
                Finding.WORKS);
        group.inject(
                "w",
                "r",
                new AttestationCodec(SimulatedSignatures.INSTANCE)
                        .attestation(lie, SimulatedGroup.newKeyPair().getPrivate()));
        group.run(2);
        return group;
    }
}
