package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttestationCodecTest {
    private static final KeyPair KEYS = SignatureScheme.PAIRWISE.newKeyPair();
    private static final GroupKeys GROUP_KEYS = groupKeys();

    private static final KeyPair READERS = SignatureScheme.PAIRWISE.newKeyPair();

    private final Signatures readers = knowing(READERS, KEYS);
    private final AttestationCodec codec = new AttestationCodec(knowing(KEYS, READERS));

    private static Signatures knowing(final KeyPair own, final KeyPair... others) {
        final Signatures signatures = new PairwiseSignatures(own);
        signatures.others(Arrays.stream(others).map(KeyPair::getPublic).toList());
        return signatures;
    }

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
        assertTrue(readers.isSignedBy(message, KEYS.getPublic()));
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
        assertTrue(readers.isSignedBy(message, KEYS.getPublic()));
        // Of the signature, the reader's own authenticator is the first here; the others' are nothing to it.
        for (int i = 0; i < message.length - AttestationCodec.SIGNATURE_BYTES + 16; i++) {
            final byte[] changed = message.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertFalse(readers.isSignedBy(changed, KEYS.getPublic()), "byte " + i);
        }
        assertFalse(
                readers.isSignedBy(
                        message, SignatureScheme.PAIRWISE.newKeyPair().getPublic()),
                "of somebody who is not known");
    }

    /** Another member, who has what it takes to read a message, sends a changed one on. */
    @Test
    void shouldNotBelieveWhatAnotherReaderMakesOfAMessage() {
        final KeyPair third = SignatureScheme.PAIRWISE.newKeyPair();
        final Signatures ofWriter = knowing(KEYS, READERS, third);
        final Signatures ofThird = knowing(third, KEYS, READERS);
        readers.others(List.of(KEYS.getPublic(), third.getPublic()));
        final byte[] message = new AttestationCodec(ofWriter)
                .attestation(new Attestation("g", "a", 1, "b", 2, 3, 4, 5, Finding.SILENT), KEYS.getPrivate());
        assertTrue(readers.isSignedBy(message, KEYS.getPublic()));
        assertTrue(ofThird.isSignedBy(message, KEYS.getPublic()));
        final int contentBytes = message.length - AttestationCodec.SIGNATURE_BYTES;
        final byte[] forged = message.clone();
        forged[contentBytes - 1] = (byte) Finding.WORKS.ordinal();
        ofThird.sign(forged, contentBytes, third.getPrivate());
        assertTrue(readers.isSignedBy(forged, third.getPublic()), "it is believed to be the third's own");
        assertFalse(readers.isSignedBy(forged, KEYS.getPublic()), "it is not the writer's");
    }

    @Test
    void shouldNotBelieveAnEarlierProcess() {
        final byte[] message =
                codec.attestation(new Attestation("g", "a", 1, "b", 2, 3, 4, 5, Finding.WORKS), KEYS.getPrivate());
        readers.others(List.of(SignatureScheme.PAIRWISE.newKeyPair().getPublic()));
        assertFalse(readers.isSignedBy(message, KEYS.getPublic()));
    }

    @Test
    void shouldRefuseMoreMembersThanASignatureHasRoomFor() {
        final KeyPair[] five =
                Stream.generate(SignatureScheme.PAIRWISE::newKeyPair).limit(5).toArray(KeyPair[]::new);
        assertThrows(IllegalArgumentException.class, () -> knowing(KEYS, five));
    }

    /** RFC 7748, section 6.1: the shared secret of such a key is known to everybody. */
    @Test
    void shouldBelieveNothingOfAKeyOfSmallOrder() throws GeneralSecurityException {
        final PublicKey zero = KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.ZERO));
        readers.others(List.of(zero));
        assertFalse(readers.isSignedBy(new byte[100], zero));
    }

    @Test
    void shouldIntroduceUnderTheGroupKeyOnly() {
        final MemberIdentity identity = new MemberIdentity("a", 1, 2, KEYS.getPublic());
        final byte[] message = codec.introduction(identity, GROUP_KEYS, new byte[0]);
        assertEquals(identity, codec.introduced(message, GROUP_KEYS).identity());
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

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAForgedMessageByEveryScheme(final SignatureScheme scheme) {
        final KeyPair writersKeys = scheme.newKeyPair();
        final KeyPair readersKeys = scheme.newKeyPair();
        final Signatures writer = scheme.with(writersKeys);
        final Signatures reader = scheme.with(readersKeys);
        writer.others(List.of(readersKeys.getPublic()));
        reader.others(List.of(writersKeys.getPublic()));
        final byte[] message = new AttestationCodec(writer)
                .attestation(new Attestation("g", "a", 1, "b", 2, 3, 4, 5, Finding.SILENT), writersKeys.getPrivate());
        assertTrue(reader.isSignedBy(message, writersKeys.getPublic()));
        assertFalse(reader.isSignedBy(message, readersKeys.getPublic()), "of another member");
        for (int i = 0; i < message.length - AttestationCodec.SIGNATURE_BYTES; i++) {
            final byte[] changed = message.clone();
            changed[i] ^= 1;
            assertFalse(reader.isSignedBy(changed, writersKeys.getPublic()), "byte " + i);
        }
    }

    /** All members must have the same scheme; who has another one is a stranger, and is counted as one. */
    @Test
    void shouldNotKnowAMemberOfAnotherScheme() {
        final KeyPair keys = SignatureScheme.ED25519.newKeyPair();
        final byte[] message = new AttestationCodec(SignatureScheme.ED25519.with(keys))
                .introduction(new MemberIdentity("a", 1, 2, keys.getPublic()), GROUP_KEYS, new byte[0]);
        assertNull(codec.introduced(message, GROUP_KEYS));
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
