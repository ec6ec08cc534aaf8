package io.holdfast.log.secure;

import io.holdfast.log.secure.SecureCounters.Outcome;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Seals the datagrams that leave by a socket; opens those that come to it.
 *
 * <p>The cheap questions come first: a datagram that names other instances than the two that talk, or a number that
 * came, or has a wrong {@link Gate} word, is ignored before its tag is computed. Allocates nothing but when the keys, or the address that is sent to, are
 * other ones than before. Used by the one thread that uses the socket.
 */
public class DatagramSeal {
    /** Bytes that a seal adds to a datagram. */
    public static final int OVERHEAD_BYTES = DatagramTrailer.LENGTH_BYTES;

    /** The longest datagram that UDP carries over IPv4. */
    public static final int MAX_DATAGRAM_BYTES = 65_507;

    private static final String PURPOSE = "datagram 1";

    private final GroupKeys keys;
    private final PeerSession session;
    private final SecureCounters counters;
    private final ReplayWindow window;
    private final byte[] out = new byte[MAX_DATAGRAM_BYTES + DatagramTrailer.ADDRESS_BYTES];
    private final byte[] in = new byte[MAX_DATAGRAM_BYTES + DatagramTrailer.ADDRESS_BYTES];
    private final byte[] trailer = new byte[DatagramTrailer.LENGTH_BYTES];
    private final byte[] tag = new byte[HmacSha256.LENGTH_BYTES];
    private final ByteBuffer outBuffer = ByteBuffer.wrap(out);
    private final byte[] toBytes = new byte[DatagramTrailer.ADDRESS_BYTES];
    private final byte[] selfBytes = new byte[DatagramTrailer.ADDRESS_BYTES];
    private InetSocketAddress to;
    private int selfPort;
    private boolean selfKnown;
    private GroupKeyRing ring;
    private int[] ids;
    private HmacSha256[] authenticators;
    private Gate[] gates;
    private long asker;
    private long askersChallenge;

    /** A seal for one socket. */
    public DatagramSeal(final GroupKeys keys, final PeerSession session, final SecureCounters counters) {
        this.keys = keys;
        this.session = session;
        this.counters = counters;
        window = new ReplayWindow(session.peerInstance(), session.highestOpened());
    }

    /** Says where the socket is; to be known before anything is opened. */
    public void self(final InetSocketAddress address) {
        putAddress(address, selfBytes);
        selfPort = address.getPort();
        selfKnown = true;
    }

    /** Whether {@link #self} was said. */
    public boolean isSelfKnown() {
        return selfKnown;
    }

    /**
     * Seals what remains in a buffer, which is left as it is.
     *
     * @return the sealed datagram, good until the next call; null, and counted, while the peer is not known
     */
    public ByteBuffer seal(final ByteBuffer payload, final InetSocketAddress destination) {
        final long peer = session.peerInstance();
        if (peer == PeerSession.NOBODY) {
            counters.count(Outcome.UNSENT);
            return null;
        }
        final int lengthBytes = payload.remaining();
        payload.get(payload.position(), out, 0, lengthBytes);
        counters.count(Outcome.SEALED);
        return sealed(DatagramTrailer.DATA, lengthBytes, session.nextSequence(), peer, destination);
    }

    /** A greeting, if it is time for one; else null. */
    public ByteBuffer greeting(final InetSocketAddress destination, final long nowNs) {
        if (!session.greetingDue(nowNs)) {
            return null;
        }
        counters.count(Outcome.GREETING);
        return sealed(DatagramTrailer.GREET, 0, session.challenge(), PeerSession.NOBODY, destination);
    }

    /** What is to be answered to the greeting just opened, once; else null. */
    public ByteBuffer answer(final InetSocketAddress destination, final long nowNs) {
        final long receiver = asker;
        asker = PeerSession.NOBODY;
        if (receiver == PeerSession.NOBODY || !session.takeAnswer(nowNs)) {
            return null;
        }
        counters.count(Outcome.GREETING);
        return sealed(DatagramTrailer.WELCOME, 0, askersChallenge, receiver, destination);
    }

    private ByteBuffer sealed(
            final byte kind,
            final int lengthBytes,
            final long sequence,
            final long receiver,
            final InetSocketAddress destination) {
        prepareKeys();
        DatagramTrailer.putStart(out, lengthBytes, kind);
        DatagramTrailer.putInt(out, lengthBytes + DatagramTrailer.KEY_ID_OFFSET, ids[0]);
        DatagramTrailer.putLong(out, lengthBytes + DatagramTrailer.SENDER_OFFSET, session.ownInstance());
        DatagramTrailer.putLong(out, lengthBytes + DatagramTrailer.SEQUENCE_OFFSET, sequence);
        DatagramTrailer.putLong(out, lengthBytes + DatagramTrailer.RECEIVER_OFFSET, receiver);
        if (destination != to) {
            putAddress(destination, toBytes);
            to = destination;
        }
        DatagramTrailer.putInt(
                out,
                lengthBytes + DatagramTrailer.GATE_OFFSET,
                gates[0].word(kind, session.ownInstance(), sequence, destination.getPort()));
        final int tagOffset = lengthBytes + DatagramTrailer.TAG_OFFSET;
        computeTag(0, out, tagOffset, toBytes);
        System.arraycopy(tag, 0, out, tagOffset, DatagramTrailer.TAG_BYTES);
        return outBuffer.clear().limit(lengthBytes + DatagramTrailer.LENGTH_BYTES);
    }

    /**
     * Opens a datagram that lies from 0 to a buffer's position.
     *
     * @return whether it carries a payload that may be believed; if so, the position is the payload's end. If not, there may
     *     be an {@link #answer} to send
     */
    public boolean open(final ByteBuffer datagram) {
        final int payloadBytes = datagram.position() - DatagramTrailer.LENGTH_BYTES;
        if (payloadBytes < 0 || datagram.position() > MAX_DATAGRAM_BYTES) {
            return ignore(Outcome.UNSEALED);
        }
        datagram.get(payloadBytes, trailer, 0, DatagramTrailer.LENGTH_BYTES);
        final int kind = DatagramTrailer.kind(trailer, 0);
        if (kind == DatagramTrailer.DATA) {
            if (openData(datagram, payloadBytes)) {
                datagram.position(payloadBytes);
                return true;
            }
            return false;
        }
        if (payloadBytes == 0 && kind == DatagramTrailer.GREET) {
            openGreeting(datagram);
        } else if (payloadBytes == 0 && kind == DatagramTrailer.WELCOME) {
            openWelcome(datagram);
        } else {
            ignore(Outcome.UNSEALED);
        }
        return false;
    }

    private boolean openData(final ByteBuffer datagram, final int payloadBytes) {
        final long sender = DatagramTrailer.longAt(trailer, DatagramTrailer.SENDER_OFFSET);
        final long sequence = DatagramTrailer.longAt(trailer, DatagramTrailer.SEQUENCE_OFFSET);
        if (!isForThisInstance() || sender == session.ownInstance()) {
            return ignore(Outcome.STRANGER);
        }
        final boolean isPeer = sender == session.peerInstance();
        if (isPeer && !isNew(window, sender, sequence)) {
            return ignore(Outcome.REPLAYED);
        }
        if (!isGenuine(datagram, payloadBytes)) {
            return false;
        }
        if (!isPeer) {
            session.doubt();
            return ignore(Outcome.STRANGER);
        }
        window.note(sender, sequence);
        session.noteOpened(sequence);
        counters.count(Outcome.OPENED);
        return true;
    }

    private void openGreeting(final ByteBuffer datagram) {
        final long sender = DatagramTrailer.longAt(trailer, DatagramTrailer.SENDER_OFFSET);
        if (sender == session.ownInstance() || sender == PeerSession.NOBODY) {
            ignore(Outcome.STRANGER);
        } else if (isGenuine(datagram, 0)) {
            asker = sender;
            askersChallenge = DatagramTrailer.longAt(trailer, DatagramTrailer.SEQUENCE_OFFSET);
            if (sender != session.peerInstance()) {
                session.doubt();
            }
        }
    }

    private void openWelcome(final ByteBuffer datagram) {
        final long echo = DatagramTrailer.longAt(trailer, DatagramTrailer.SEQUENCE_OFFSET);
        if (!isForThisInstance()) {
            ignore(Outcome.STRANGER);
        } else if (echo != session.challenge()) {
            ignore(Outcome.REPLAYED);
        } else if (isGenuine(datagram, 0)) {
            session.welcomed(DatagramTrailer.longAt(trailer, DatagramTrailer.SENDER_OFFSET), echo);
        }
    }

    long ownInstance() {
        return session.ownInstance();
    }

    long peerInstance() {
        return session.peerInstance();
    }

    /** The peer's highest number that came to this socket; 0 if none did. */
    long highestNumber() {
        return window.highest(session.peerInstance());
    }

    /** Which of the {@value ReplayWindow#LATE} numbers below the highest, it included as bit 0, are not to be taken. */
    long takenNumbers() {
        return window.taken(session.peerInstance());
    }

    /** The keys of now. */
    GroupKeyRing ring() {
        return keys.ring();
    }

    private boolean isForThisInstance() {
        return DatagramTrailer.longAt(trailer, DatagramTrailer.RECEIVER_OFFSET) == session.ownInstance();
    }

    /** Whether the tag is right; if not, it is counted. */
    private boolean isGenuine(final ByteBuffer datagram, final int payloadBytes) {
        prepareKeys();
        final int key = indexOf(DatagramTrailer.intAt(trailer, DatagramTrailer.KEY_ID_OFFSET));
        if (key < 0) {
            return ignore(Outcome.UNKNOWN_KEY);
        }
        if (!isGateRight(key)) {
            return ignore(Outcome.WRONG_TAG);
        }
        final int tagOffset = payloadBytes + DatagramTrailer.TAG_OFFSET;
        datagram.get(0, in, 0, tagOffset);
        computeTag(key, in, tagOffset, selfBytes);
        return tagMatches(tag, trailer) || ignore(Outcome.WRONG_TAG);
    }

    private boolean isGateRight(final int key) {
        final int word = gates[key].word(
                DatagramTrailer.kind(trailer, 0),
                DatagramTrailer.longAt(trailer, DatagramTrailer.SENDER_OFFSET),
                DatagramTrailer.longAt(trailer, DatagramTrailer.SEQUENCE_OFFSET),
                selfPort);
        return word == DatagramTrailer.intAt(trailer, DatagramTrailer.GATE_OFFSET);
    }

    /** Whether a number did not come yet. A test overrides it, to see that tests notice. */
    boolean isNew(final ReplayWindow numbers, final long sender, final long sequence) {
        return numbers.isNew(sender, sequence);
    }

    /** Compares in a time that tells nothing. A test overrides it, to see that tests notice. */
    boolean tagMatches(final byte[] right, final byte[] found) {
        final int offset = DatagramTrailer.TAG_OFFSET;
        return (DatagramTrailer.longAt(right, 0) ^ DatagramTrailer.longAt(found, offset)
                        | DatagramTrailer.longAt(right, Long.BYTES)
                                ^ DatagramTrailer.longAt(found, offset + Long.BYTES))
                == 0;
    }

    /** Over payload, trailer up to the tag, and address, which is put where the tag will be. */
    private void computeTag(final int key, final byte[] bytes, final int tagOffset, final byte[] address) {
        System.arraycopy(address, 0, bytes, tagOffset, DatagramTrailer.ADDRESS_BYTES);
        authenticators[key]
                .begin()
                .update(bytes, 0, tagOffset + DatagramTrailer.ADDRESS_BYTES)
                .end(tag, 0);
    }

    private boolean ignore(final Outcome outcome) {
        counters.count(outcome);
        return false;
    }

    private int indexOf(final int id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    private void prepareKeys() {
        final GroupKeyRing now = keys.ring();
        if (now != ring) {
            final List<GroupKey> all = now.keys();
            ids = all.stream().mapToInt(GroupKey::id).toArray();
            gates = all.stream()
                    .map(key -> new Gate(GateCipher.of(key), session.ownInstance()))
                    .toArray(Gate[]::new);
            authenticators =
                    all.stream().map(key -> new HmacSha256(key.derive(PURPOSE))).toArray(HmacSha256[]::new);
            ring = now;
        }
    }

    private static void putAddress(final InetSocketAddress address, final byte[] target) {
        final byte[] host = address.getAddress().getAddress();
        Arrays.fill(target, (byte) 0);
        final int hostOffset = 16 - host.length;
        if (hostOffset > 0) {
            // IPv4 in IPv6 (RFC 4291, section 2.5.5.2).
            target[hostOffset - 2] = (byte) 0xff;
            target[hostOffset - 1] = (byte) 0xff;
        }
        System.arraycopy(host, 0, target, hostOffset, host.length);
        target[16] = (byte) (address.getPort() >>> 8);
        target[17] = (byte) address.getPort();
    }
}
