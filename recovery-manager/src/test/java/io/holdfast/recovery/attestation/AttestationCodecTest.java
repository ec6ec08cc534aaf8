package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AttestationCodecTest {
    private static final KeyPair KEYS = SimulatedGroup.newKeyPair();
    private static final GroupKeys GROUP_KEYS = groupKeys();

    private final AttestationCodec codec = new AttestationCodec(Signatures.ED25519);

    @Property(tries = 50)
    void shouldReadWhatItWrote(
            @ForAll @AlphaChars @StringLength(min = 1, max = 63) final String attester,
            @ForAll @StringLength(min = 1, max = 15) final String attestee,
            @ForAll final long number,
            @ForAll final long time,
            @ForAll final Finding finding) {
        final Attestation written =
                new Attestation("group", attester, number, attestee, ~number, number, time, ~time, finding);
        final byte[] message = codec.attestation(written, KEYS.getPrivate());
        final Attestation read = AttestationCodec.attestation(message);
        // A lone surrogate is not text, and becomes another character.
        assertEquals(written.attester(), read.attester());
        assertEquals(written.number(), read.number());
        assertEquals(written.expiryNs(), read.expiryNs());
        assertEquals(written.finding(), read.finding());
        assertTrue(Signatures.ED25519.isSignedBy(message, KEYS.getPublic()));
    }

    @Property
    void shouldAnswerAnyBytesWithNothing(@ForAll @Size(max = 300) final byte[] garbage) {
        if (AttestationCodec.kind(garbage) != 0) {
            AttestationCodec.attestation(garbage);
            AttestationCodec.report(garbage);
            AttestationCodec.group(garbage, 8);
            assertNull(codec.introduced(garbage, GROUP_KEYS));
        }
    }

    @Test
    void shouldNoticeAnyChangedBit() {
        final Attestation attestation = new Attestation("g", "a", 1, "b", 2, 3, 4, 5, Finding.WORKS);
        final byte[] message = codec.attestation(attestation, KEYS.getPrivate());
        for (int i = 0; i < message.length; i++) {
            final byte[] changed = message.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertFalse(Signatures.ED25519.isSignedBy(changed, KEYS.getPublic()), "byte " + i);
        }
        assertFalse(Signatures.ED25519.isSignedBy(
                message, SimulatedGroup.newKeyPair().getPublic()));
    }

    @Test
    void shouldIntroduceUnderTheGroupKeyOnly() {
        final MemberIdentity identity = new MemberIdentity("a", 1, 2, KEYS.getPublic());
        final byte[] message = codec.introduction(identity, GROUP_KEYS);
        assertEquals(identity, codec.introduced(message, GROUP_KEYS));
        assertNull(codec.introduced(message, groupKeys()));
        for (int i = 1; i < message.length; i++) {
            final byte[] changed = message.clone();
            changed[i] ^= 1;
            assertNull(codec.introduced(changed, GROUP_KEYS), "byte " + i);
        }
        for (int length = AttestationCodec.SIGNATURE_BYTES + 1; length < message.length; length++) {
            assertNull(codec.introduced(Arrays.copyOf(message, length), GROUP_KEYS));
        }
    }

    @Test
    void shouldReadReportsAndGroups() {
        final MemberIdentity identity = new MemberIdentity("a", 9, 2, KEYS.getPublic());
        final WorkReport report = new WorkReport(1, 2, new long[] {3, 4}, 5, true, 6, 7, 8, 9, 10, 11, true, false);
        final var sent = AttestationCodec.report(codec.report(identity, report, KEYS.getPrivate()));
        assertEquals("a", sent.sender());
        assertEquals(9, sent.senderIncarnation());
        assertEquals(
                List.of(3L, 4L),
                Arrays.stream(sent.report().workerTurns()).boxed().toList());
        assertEquals(11, sent.report().diskWaitNs());
        assertEquals(9, sent.report().portsDown());
        assertTrue(sent.report().logOwed());
        final var definition = new AttestationCodec.GroupDefinition("a", 9, "g", List.of("a", "b", "c"));
        final byte[] message = codec.group(definition, KEYS.getPrivate());
        assertEquals(definition, AttestationCodec.group(message, 3));
        assertNull(AttestationCodec.group(message, 2), "more members than there may be");
    }

    private static GroupKeys groupKeys() {
        return GroupKeys.of(GroupKeyRing.of(GroupKey.random(new SecureRandom())));
    }
}
