package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.IdentityFile;
import io.holdfast.recovery.attestation.AttestationCodec.Introduction;
import io.holdfast.recovery.attestation.AttestationCounters.Event;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Members with keys of their own, and one who has the group's key and says that he is another. */
class MemberKeysTest {
    private static final int START_MS = 150;
    private static final int LATER_MS = 300;
    private static final long IMPOSTOR_INCARNATION = 4711;
    private static final Map<String, KeyPair> PAIRS = pairs();

    private static Map<String, KeyPair> pairs() {
        final Map<String, KeyPair> pairs = new HashMap<>();
        SimulatedGroup.MEMBERS.forEach(member -> pairs.put(member, IdentityFile.newPair()));
        return pairs;
    }

    /** A member's keys; of itself and of all others but those that are not listed. */
    private static MemberKeys keys(final String member, final String... unlisted) {
        final Map<String, PublicKey> listed = new HashMap<>();
        PAIRS.forEach((name, pair) -> listed.put(name, pair.getPublic()));
        listed.keySet().removeAll(List.of(unlisted));
        return new MemberKeys(PAIRS.get(member).getPrivate(), listed);
    }

    private static SimulatedGroup group(final UnaryOperator<GroupParts> change) {
        return new SimulatedGroup(1, 0, parts -> SimulatedGroup.groups(change.apply(parts.with(keys(parts.name())))));
    }

    @Test
    void shouldKnowEachOtherByTheirOwnKeys() {
        final SimulatedGroup group = group(parts -> parts);
        group.run(START_MS);
        for (final String attester : SimulatedGroup.MEMBERS) {
            for (final String attestee : SimulatedGroup.MEMBERS) {
                assertEquals(!attester.equals(attestee), group.node("r").graph().vouches(attester, attestee));
            }
            assertEquals(0, group.node(attester).groups.counters().get(Event.UNPROVEN));
        }
    }

    @Test
    void shouldKnowAMemberAgainThatWasRestarted() {
        final SimulatedGroup group = group(parts -> parts);
        group.run(START_MS);
        group.node("m").start();
        group.run(LATER_MS);
        assertTrue(group.node("r").graph().vouches("w", "m"));
        assertTrue(group.node("r").graph().vouches("m", "w"));
    }

    /** Who has another key than the one that is listed is nobody, though he has the group's key. */
    @Test
    void shouldNotKnowAMemberWithAnotherKeyThanIsListed() {
        final MemberKeys wrong = new MemberKeys(IdentityFile.newPair().getPrivate(), Map.of());
        final SimulatedGroup group = group(parts -> parts.name().equals("w") ? parts.with(wrong) : parts);
        group.run(LATER_MS);
        assertFalse(group.node("r").graph().vouches("m", "w"));
        assertFalse(group.node("r").graph().vouches("w", "m"));
        assertTrue(group.node("r").graph().vouches("m", "r"));
        assertTrue(group.node("r").groups.counters().get(Event.UNPROVEN) > 0);
    }

    @Test
    void shouldKnowAMemberThatIsNotListedByTheGroupKeyAlone() {
        final SimulatedGroup group =
                group(parts -> parts.with(parts.name().equals("m") ? MemberKeys.NONE : keys(parts.name(), "m")));
        group.run(START_MS);
        assertTrue(group.node("r").graph().vouches("w", "m"));
        assertTrue(group.node("w").graph().vouches("m", "r"));
    }

    @Test
    void shouldNotBelieveAnImpostorWhoHasTheGroupKey() {
        final AtomicInteger doubtfulMs = new AtomicInteger();
        final SimulatedGroup group = withImpostor(
                parts -> new AttestationGroups(parts.with(keys(parts.name())), SimulatedSignatures.INSTANCE),
                doubtfulMs);
        assertEquals(0, doubtfulMs.get());
        assertEquals(1, group.node("r").groups.counters().get(Event.UNPROVEN));
        assertEquals(1, group.node("w").groups.counters().get(Event.UNPROVEN));
    }

    /** The canary of the test above. */
    @Test
    void shouldNoticeThatAnImpostorIsBelieved() {
        final AtomicInteger doubtfulMs = new AtomicInteger();
        withImpostor(
                parts -> new AttestationGroups(parts.with(keys(parts.name())), SimulatedSignatures.INSTANCE) {
                    @Override
                    boolean isProven(final Introduction introduction) {
                        return true;
                    }
                },
                doubtfulMs);
        assertTrue(doubtfulMs.get() > 0);
    }

    /** Somebody introduces a later process of the master's to the others, by the group's key. */
    private static SimulatedGroup withImpostor(
            final Function<GroupParts, AttestationGroups> maker, final AtomicInteger doubtfulMs) {
        final SimulatedGroup group = new SimulatedGroup(1, 0, maker);
        final byte[][] last = new byte[1][];
        group.tap(flight -> {
            if (flight.from().equals("m") && flight.message()[0] == AttestationCodec.INTRODUCTION) {
                last[0] = flight.message();
            }
        });
        group.run(START_MS);
        final AttestationCodec codec = new AttestationCodec(SimulatedSignatures.INSTANCE);
        final Introduction right = codec.introduced(last[0], SimulatedGroup.KEYS);
        final MemberIdentity claimed = new MemberIdentity(
                "m",
                IMPOSTOR_INCARNATION,
                right.identity().startedNs() + TimeUnit.SECONDS.toNanos(1),
                SimulatedGroup.newKeyPair().getPublic());
        // With the true one's signature, too, which is of another process.
        final byte[] lie = codec.introduction(claimed, SimulatedGroup.KEYS, right.signature());
        assertNotNull(codec.introduced(lie, SimulatedGroup.KEYS), "the group's key is right");
        group.inject("m", "r", lie);
        group.inject("m", "w", lie);
        group.run(LATER_MS, () -> {
            if (!group.node("r").graph().vouches("w", "m")
                    || !group.node("r").graph().vouches("m", "w")) {
                doubtfulMs.incrementAndGet();
            }
        });
        return group;
    }

    @Test
    void shouldSignAllThatAnIntroductionSays() {
        final AttestationCodec codec = new AttestationCodec(SimulatedSignatures.INSTANCE);
        final MemberIdentity identity =
                new MemberIdentity("m", 1, 2, SimulatedGroup.newKeyPair().getPublic());
        final byte[] signature = keys("m").sign(codec.signedPart(identity));
        final byte[] message = codec.introduction(identity, SimulatedGroup.KEYS, signature);
        final Introduction right = codec.introduced(message, SimulatedGroup.KEYS);
        assertEquals(identity, right.identity());
        assertTrue(right.isProven(keys("r")));
        for (int i = 0; i < right.signed().length; i++) {
            final byte[] changed = right.signed().clone();
            changed[i] ^= (byte) (1 << i % Byte.SIZE);
            assertFalse(new Introduction(identity, changed, signature).isProven(keys("r")), "byte " + i);
        }
        for (int i = 0; i < signature.length; i++) {
            final byte[] changed = signature.clone();
            changed[i] ^= (byte) (1 << i % Byte.SIZE);
            assertFalse(new Introduction(identity, right.signed(), changed).isProven(keys("r")), "byte " + i);
        }
        assertFalse(new Introduction(identity, right.signed(), new byte[0]).isProven(keys("r")), "no signature");
        final MemberIdentity other = new MemberIdentity("w", 1, 2, identity.key());
        assertFalse(new Introduction(other, right.signed(), signature).isProven(keys("r")), "by another member");
        for (int length = AttestationCodec.SIGNATURE_BYTES + 1; length < message.length; length++) {
            assertNull(codec.introduced(Arrays.copyOf(message, length), SimulatedGroup.KEYS), "cut to " + length);
        }
    }

    @Test
    void shouldTellItsOwnKeyAndNeverShowIt() {
        assertTrue(keys("m").isOwn("m"));
        assertFalse(keys("m").isOwn("r"));
        assertFalse(MemberKeys.NONE.isOwn("m"));
        final String secret =
                Base64.getEncoder().encodeToString(PAIRS.get("m").getPrivate().getEncoded());
        assertFalse(keys("m").toString().contains(secret.substring(secret.length() - 8)));
        assertEquals(
                "a key of its own, listed: [m]",
                new MemberKeys(
                                PAIRS.get("m").getPrivate(),
                                Map.of("m", PAIRS.get("m").getPublic()))
                        .toString());
    }
}
