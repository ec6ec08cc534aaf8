package io.holdfast.recovery.attestation;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.log.secure.HmacSha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages between members as bytes, big-endian: a kind, the content, and a signature of 64 bytes by the member that says
 * so.
 *
 * <p>An introduction, which brings the key that signatures are checked with, has an authenticator of the group key
 * instead, and before it, if the member has a key of its own ({@link MemberKeys}), a signature by that:
 *
 * <pre>
 *   | 1 | name | incarnation (8) | startedNs (8) | length (2) and key | group key's id (4) | nothing, or signature (64) | tag (32) |
 *   |&lt;------------------------- is signed ------------------------>|
 *   |&lt;------------------------------------- has the tag --------------------------------------------->|
 * </pre>
 *
 * <p>Names are a length and UTF-8. Used by one thread.
 */
final class AttestationCodec {
    static final byte INTRODUCTION = 1;
    static final byte REPORT = 2;
    static final byte ATTESTATION = 3;
    static final byte GROUP = 4;

    static final int SIGNATURE_BYTES = Signatures.LENGTH_BYTES;
    static final int MAX_MESSAGE_BYTES = 4096;
    static final int MAX_NAME_BYTES = 63;

    private static final String PURPOSE = "attestation introduction 2";

    private final Signatures signatures;
    private final ByteBuffer out = ByteBuffer.allocate(MAX_MESSAGE_BYTES);

    AttestationCodec(final Signatures signatures) {
        this.signatures = signatures;
    }

    /** A group's name and its members, as one member says. */
    record GroupDefinition(String sender, long senderIncarnation, String name, List<String> members) {
        /** Whether such a group can be: at least two members, sorted, each once, whoever says so among them. */
        boolean isPossible() {
            return members.size() >= 2
                    && members.equals(members.stream().sorted().distinct().toList())
                    && members.contains(sender);
        }
    }

    /**
     * Who somebody with the group's key says that he is.
     *
     * @param signed what a key of the member's own signs
     * @param signature empty if there is none
     */
    record Introduction(MemberIdentity identity, byte[] signed, byte[] signature) {
        /** Whether a listed member's key says so, too. */
        boolean isProven(final MemberKeys keys) {
            return keys.mayBe(identity.name(), signed, signature);
        }
    }

    /** A report, and whose it is. */
    record SentReport(String sender, long senderIncarnation, WorkReport report) {}

    /** The kind of a message, or 0 if it is too short or too long to be one. */
    static byte kind(final byte[] message) {
        return message.length <= SIGNATURE_BYTES || message.length > MAX_MESSAGE_BYTES ? 0 : message[0];
    }

    /** Of an introduction, what a key of the member's own signs. */
    byte[] signedPart(final MemberIdentity identity) {
        putSignedPart(identity);
        return content();
    }

    private void putSignedPart(final MemberIdentity identity) {
        begin(INTRODUCTION);
        putName(identity.name());
        out.putLong(identity.incarnation()).putLong(identity.startedNs());
        final byte[] key = identity.key().getEncoded();
        out.putShort((short) key.length).put(key);
    }

    /** @param signature of the {@link #signedPart}; empty if there is none */
    byte[] introduction(final MemberIdentity identity, final GroupKeys keys, final byte[] signature) {
        putSignedPart(identity);
        final GroupKey sealing = keys.isNone() ? null : keys.ring().sealing();
        out.putInt(sealing == null ? 0 : sealing.id());
        out.put(signature);
        final byte[] content = content();
        final byte[] message = Arrays.copyOf(content, content.length + HmacSha256.LENGTH_BYTES);
        if (sealing != null) {
            System.arraycopy(authenticator(sealing, content), 0, message, content.length, HmacSha256.LENGTH_BYTES);
        }
        return message;
    }

    /** What a message introduces; null if it is none, or not of one who has the group's key. */
    Introduction introduced(final byte[] message, final GroupKeys keys) {
        final int contentBytes = message.length - HmacSha256.LENGTH_BYTES;
        try {
            final ByteBuffer in = ByteBuffer.wrap(message, 1, contentBytes - 1);
            final String name = name(in);
            final long incarnation = in.getLong();
            final long startedNs = in.getLong();
            final byte[] key = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(key);
            final byte[] signed = Arrays.copyOf(message, in.position());
            final int keyId = in.getInt();
            final byte[] signature = new byte[in.hasRemaining() ? MemberKeys.SIGNATURE_BYTES : 0];
            in.get(signature);
            if (in.hasRemaining() || !isAuthentic(message, contentBytes, keyId, keys)) {
                return null;
            }
            return new Introduction(
                    new MemberIdentity(
                            name, incarnation, startedNs, signatures.scheme().publicKey(key)),
                    signed,
                    signature);
        } catch (final BufferUnderflowException | GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAuthentic(
            final byte[] message, final int contentBytes, final int keyId, final GroupKeys keys) {
        if (keys.isNone()) {
            return true;
        }
        for (final GroupKey key : keys.ring().keys()) {
            if (key.id() == keyId) {
                return MessageDigest.isEqual(
                        authenticator(key, Arrays.copyOf(message, contentBytes)),
                        Arrays.copyOfRange(message, contentBytes, message.length));
            }
        }
        return false;
    }

    private static byte[] authenticator(final GroupKey key, final byte[] content) {
        return new HmacSha256(key.derive(PURPOSE)).of(content);
    }

    byte[] report(final MemberIdentity sender, final WorkReport report, final PrivateKey key) {
        begin(REPORT);
        putName(sender.name());
        out.putLong(sender.incarnation()).putLong(report.number()).putLong(report.epochNs());
        out.putShort((short) report.workerTurns().length);
        for (final long turns : report.workerTurns()) {
            out.putLong(turns);
        }
        out.putLong(report.logPosition()).put((byte) (report.logOwed() ? 1 : 0));
        out.putLong(report.storedPosition()).putLong(report.replayedPosition()).putLong(report.receivedPosition());
        out.putInt(report.portsDown()).putLong(report.neighbourSilenceNs()).putLong(report.diskWaitNs());
        out.put((byte) (report.isClockSteady() ? 1 : 0)).put((byte) (report.isLeaving() ? 1 : 0));
        return signed(key);
    }

    /** A report; null if the message is none. The signature is not looked at. */
    static SentReport report(final byte[] message) {
        try {
            final ByteBuffer in = contentOf(message);
            final String sender = name(in);
            final long incarnation = in.getLong();
            final long number = in.getLong();
            final long epochNs = in.getLong();
            final long[] turns = new long[checked(in.getShort(), WorkReport.MAX_WORKERS)];
            for (int i = 0; i < turns.length; i++) {
                turns[i] = in.getLong();
            }
            final WorkReport report = new WorkReport(
                    number,
                    epochNs,
                    turns,
                    in.getLong(),
                    in.get() != 0,
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getInt(),
                    in.getLong(),
                    in.getLong(),
                    in.get() != 0,
                    in.get() != 0);
            return in.hasRemaining() ? null : new SentReport(sender, incarnation, report);
        } catch (final BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    byte[] attestation(final Attestation attestation, final PrivateKey key) {
        begin(ATTESTATION);
        putName(attestation.group());
        putName(attestation.attester());
        out.putLong(attestation.attesterIncarnation());
        putName(attestation.attestee());
        out.putLong(attestation.attesteeIncarnation())
                .putLong(attestation.number())
                .putLong(attestation.issuedNs())
                .putLong(attestation.expiryNs())
                .put((byte) attestation.finding().ordinal());
        return signed(key);
    }

    /** An attestation; null if the message is none. The signature is not looked at. */
    static Attestation attestation(final byte[] message) {
        try {
            final ByteBuffer in = contentOf(message);
            final Attestation attestation = new Attestation(
                    name(in),
                    name(in),
                    in.getLong(),
                    name(in),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    Finding.of(in.get()));
            return in.hasRemaining() || attestation.finding() == null ? null : attestation;
        } catch (final BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    byte[] group(final GroupDefinition definition, final PrivateKey key) {
        begin(GROUP);
        putName(definition.sender());
        out.putLong(definition.senderIncarnation());
        putName(definition.name());
        out.put((byte) definition.members().size());
        definition.members().forEach(this::putName);
        return signed(key);
    }

    /** A group's definition; null if the message is none. The signature is not looked at. */
    static GroupDefinition group(final byte[] message, final int maxMembers) {
        try {
            final ByteBuffer in = contentOf(message);
            final String sender = name(in);
            final long incarnation = in.getLong();
            final String name = name(in);
            final int count = checked(in.get(), maxMembers);
            final List<String> members = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                members.add(name(in));
            }
            return in.hasRemaining() ? null : new GroupDefinition(sender, incarnation, name, List.copyOf(members));
        } catch (final BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private void begin(final byte kind) {
        out.clear().put(kind);
    }

    private void putName(final String name) {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME_BYTES + " bytes: " + name);
        }
        out.put((byte) bytes.length).put(bytes);
    }

    private byte[] content() {
        return Arrays.copyOf(out.array(), out.position());
    }

    private byte[] signed(final PrivateKey key) {
        final int contentBytes = out.position();
        final byte[] message = Arrays.copyOf(out.array(), contentBytes + SIGNATURE_BYTES);
        signatures.sign(message, contentBytes, key);
        return message;
    }

    private static ByteBuffer contentOf(final byte[] message) {
        return ByteBuffer.wrap(message, 1, message.length - 1 - SIGNATURE_BYTES);
    }

    private static int checked(final int count, final int limit) {
        if (count < 0 || count > limit) {
            throw new IllegalArgumentException("more than " + limit);
        }
        return count;
    }

    private static String name(final ByteBuffer in) {
        final byte[] bytes = new byte[checked(in.get(), MAX_NAME_BYTES)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
