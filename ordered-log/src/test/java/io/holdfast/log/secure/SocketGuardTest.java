package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.packet.dpdk.SocketFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real sockets: what the kernel drops in a flood, and what it must not. */
class SocketGuardTest {
    private static final int GARBAGE_BYTES = 200;
    private static final int MOST_SEALS = 6;
    private static final int LATE_ONE = 20;
    private static final long NS_PER_DATAGRAM = SocketGuard.FLOOD_NS / SocketGuard.FLOOD_COUNT / 2;

    private final GroupKeys keys = GroupKeys.of(GroupKeyRing.of(GroupKey.random(new java.security.SecureRandom())));
    private final PeerSession peersSession = new PeerSession(0xA00000001L);
    private final PeerSession ownSession = new PeerSession(0xB00000002L);
    private final DatagramSeal peer = new DatagramSeal(keys, peersSession, new SecureCounters());
    private final DatagramSeal own = new DatagramSeal(keys, ownSession, new SecureCounters());
    private final Random random = new Random(1);
    private DatagramChannel from;
    private DatagramChannel to;
    private InetSocketAddress address;
    private SocketGuard guard;
    private long nowNs = 1;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        from = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        to = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        to.configureBlocking(false);
        address = (InetSocketAddress) to.getLocalAddress();
        own.self(address);
        peer.self((InetSocketAddress) from.getLocalAddress());
        guard = new SocketGuard(to, List.of(own));
        introduce();
    }

    private void introduce() {
        final InetSocketAddress peers = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        peer.self(peers);
        greet(own, peer, peers);
        greet(peer, own, address);
        assertTrue(ownSession.isKnown() && peersSession.isKnown());
    }

    private void greet(final DatagramSeal asking, final DatagramSeal asked, final InetSocketAddress askedAt) {
        nowNs += PeerSession.GREETING_INTERVAL_NS;
        final ByteBuffer datagram = ByteBuffer.allocateDirect(1024);
        datagram.put(asking.greeting(askedAt, nowNs));
        asked.open(datagram);
        final InetSocketAddress askingAt =
                asking == own ? address : new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        asking.open(datagram.clear().put(asked.answer(askingAt, nowNs)));
    }

    @AfterEach
    void close() throws IOException {
        from.close();
        to.close();
    }

    @Test
    void shouldLeaveFewWrongDatagramsToTheSeal() throws IOException {
        for (int i = 0; i < SocketGuard.FLOOD_COUNT - 1; i++) {
            send(garbage());
            assertEquals(1, ignored());
        }
        assertFalse(guard.isAttached());
        // As many, but in a longer time.
        nowNs += SocketGuard.FLOOD_NS;
        send(garbage());
        assertEquals(1, ignored());
        assertFalse(guard.isAttached());
    }

    @Test
    void shouldHaveTheKernelDropGarbage() throws IOException {
        flood();
        for (int i = 0; i < 50; i++) {
            send(garbage());
        }
        assertEquals(0, ignored(), "they came through");
        assertEquals(50, guard.drops());
    }

    @Test
    void shouldStillHearThePeer() throws IOException {
        flood();
        for (int i = 0; i < 100; i++) {
            send(sealed("hello " + i));
            assertEquals("hello " + i, received());
        }
    }

    @Test
    void shouldHaveTheKernelDropWhatCameLongAgo() throws IOException {
        final byte[] old = sealed("old");
        send(old);
        assertEquals("old", received());
        for (int i = 0; i < ReplayWindow.LATE + 1; i++) {
            send(sealed("newer"));
            assertEquals("newer", received());
        }
        final byte[] recent = sealed("recent");
        flood();
        send(old);
        assertEquals(0, ignored(), "an old one came through");
        send(recent);
        assertEquals("recent", received(), "late, but not too late");
    }

    @Test
    void shouldLetAPeerThatHasRestartedThrough() throws IOException {
        for (int i = 0; i < 1000; i++) {
            send(sealed("before"));
            assertEquals("before", received());
        }
        flood();
        final DatagramSeal restarted = new DatagramSeal(keys, new PeerSession(0xA00000003L), new SecureCounters());
        final ByteBuffer welcome = ByteBuffer.allocateDirect(1024);
        restarted.self(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        ownSession.doubt();
        nowNs += PeerSession.GREETING_INTERVAL_NS;
        welcome.put(own.greeting(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), nowNs));
        restarted.open(welcome);
        send(bytes(restarted.answer(address, nowNs)));
        assertEquals(1, ignored(), "a welcome comes through; it has no payload");
        assertEquals(0xA00000003L, ownSession.peerInstance());
    }

    @Test
    void shouldDropWhatIsForAnotherInstance() throws IOException {
        final byte[] forOther = sealed("x");
        forOther[forOther.length - DatagramTrailer.LENGTH_BYTES + DatagramTrailer.RECEIVER_OFFSET] ^= 1;
        final byte[] forOtherLow = sealed("x");
        forOtherLow[forOtherLow.length - DatagramTrailer.LENGTH_BYTES + DatagramTrailer.RECEIVER_OFFSET + 7] ^= 1;
        flood();
        send(forOther);
        send(forOtherLow);
        assertEquals(0, ignored());
    }

    @Test
    void shouldLetSomeGreetingsThrough() throws IOException {
        final byte[] greeting = greeting();
        flood();
        int through = 0;
        for (int i = 0; i < 100 * FilterProgram.GREETINGS_KEPT; i++) {
            send(greeting);
            through += ignored();
        }
        // 100 are expected; the chance to be outside is below one in a billion.
        assertTrue(through > 40 && through < 170, through + " of " + 100 * FilterProgram.GREETINGS_KEPT);
    }

    @Test
    void shouldDropGreetingsOfWhoHasNoKey() throws IOException {
        final byte[] greeting = greeting();
        trailer(greeting).putLong(DatagramTrailer.SEQUENCE_OFFSET, 77);
        flood();
        for (int i = 0; i < 100 * FilterProgram.GREETINGS_KEPT; i++) {
            send(greeting);
        }
        assertEquals(0, ignored());
    }

    @Test
    void shouldDropWhatSomebodyWithoutTheKeyMakesOfWhatHeHears() throws IOException {
        shouldStopWhatIsForgedInAFlood();
    }

    private void shouldStopWhatIsForgedInAFlood() throws IOException {
        flood();
        for (final byte[] forged : forged(sealed("heard"))) {
            send(forged);
            assertEquals(0, ignored(), "it came through");
        }
        send(sealed("hello"));
        assertEquals("hello", received());
    }

    /** The canary: the same without a gate, as with so many keys that there is no room for it. */
    @Test
    void shouldNoticeAMissingGate() throws IOException {
        useKeys(FilterProgram.MOST_KEYS + 1);
        flood();
        int through = 0;
        for (final byte[] forged : forged(sealed("heard"))) {
            send(forged);
            through += ignored();
        }
        assertTrue(through > 0, "forged ones are dropped without a gate, so the test above shows nothing");
    }

    @Test
    void shouldDropWhatHasComeAsSoonAsTheProgramKnows() throws IOException {
        final List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < ReplayWindow.LATE; i++) {
            heard.add(sealed("heard " + i));
        }
        final byte[] late = heard.remove(LATE_ONE);
        for (final byte[] datagram : heard) {
            send(datagram);
            received();
        }
        flood();
        for (final byte[] datagram : heard) {
            send(datagram);
            assertEquals(0, ignored(), "one that has come came through again");
        }
        send(late);
        assertEquals("heard " + LATE_ONE, received());
    }

    @Test
    void shouldRenewTheProgramWhileRepeatedOnesComeThrough() throws IOException {
        flood();
        final byte[] heard = sealed("heard");
        send(heard);
        assertEquals("heard", received());
        int through = 0;
        for (int i = 0; i < 10 * SocketGuard.FLOOD_COUNT; i++) {
            send(heard);
            through += ignored();
        }
        assertTrue(
                through >= SocketGuard.FLOOD_COUNT && through <= 2 * SocketGuard.FLOOD_COUNT,
                through + " came through");
    }

    @Test
    void shouldHearThePeerWhateverTheNumber() throws IOException {
        for (final long number : new long[] {1, 1L << 31, 1L << 32, (1L << 32) + 63, 5L << 32, (1L << 45) - 1}) {
            for (long next = number; next < number + 3; next++) {
                peersSession.goOnAfter(next - 1);
                final byte[] datagram = sealed("numbered");
                send(datagram);
                assertEquals("numbered", received(), "number " + next);
                SocketFilter.detach(to);
                guard = new SocketGuard(to, List.of(own));
                flood();
                send(datagram);
                assertEquals(0, ignored(), "number " + next + " came through again");
            }
        }
    }

    @Test
    void shouldTakeANewKeyIntoTheProgram() throws IOException {
        flood();
        useKeys(FilterProgram.MOST_KEYS);
        send(sealed("with a new key"));
        assertEquals(null, received(), "the program knows a key that it was not told");
        guard.refresh();
        send(sealed("with a new key"));
        assertEquals("with a new key", received());
        useKeys(FilterProgram.MOST_KEYS + 1);
        guard.refresh();
        send(sealed("with many"));
        assertEquals("with many", received());
    }

    @Test
    void shouldFitWithAsManySealsAndKeysAsThereMayBe() throws IOException {
        useKeys(FilterProgram.MOST_KEYS);
        final List<DatagramSeal> seals = new ArrayList<>();
        for (int i = 0; i < MOST_SEALS - 1; i++) {
            seals.add(new DatagramSeal(keys, new PeerSession(0xC00000000L + i), new SecureCounters()));
        }
        seals.add(own);
        guard = new SocketGuard(to, seals);
        shouldStopWhatIsForgedInAFlood();
    }

    /** The canary: without a guard all of a flood comes through, so the tests above see what they say. */
    @Test
    void shouldNoticeAMissingFilter() throws IOException {
        for (int i = 0; i < 50; i++) {
            send(garbage());
        }
        assertEquals(50, ignored());
        assertEquals(0, guard.drops());
    }

    private void flood() throws IOException {
        for (int i = 0; i < SocketGuard.FLOOD_COUNT; i++) {
            send(garbage());
            assertEquals(1, ignored());
        }
        assertTrue(guard.isAttached(), "no filter could be attached");
    }

    /** What can be made without the key: another number, another sender, a word or a key by chance. */
    private List<byte[]> forged(final byte[] heard) {
        final List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(changed(heard, DatagramTrailer.SEQUENCE_OFFSET, 1L << i));
            all.add(changed(heard, DatagramTrailer.SENDER_OFFSET, 1L << i));
            all.add(changed(heard, DatagramTrailer.GATE_OFFSET, 1L << i / 2 + 32));
            all.add(changed(
                    changed(heard, DatagramTrailer.SEQUENCE_OFFSET, 1L << i),
                    DatagramTrailer.GATE_OFFSET,
                    random.nextLong()));
        }
        final byte[] keyless = heard.clone();
        trailer(keyless).putInt(DatagramTrailer.KEY_ID_OFFSET, 0);
        all.add(keyless);
        return all;
    }

    private static byte[] changed(final byte[] datagram, final int offset, final long bits) {
        final byte[] other = datagram.clone();
        trailer(other).putLong(offset, trailer(other).getLong(offset) ^ bits);
        return other;
    }

    private static ByteBuffer trailer(final byte[] datagram) {
        final int offset = datagram.length - DatagramTrailer.LENGTH_BYTES;
        return ByteBuffer.wrap(datagram, offset, DatagramTrailer.LENGTH_BYTES).slice();
    }

    /** All are other ones than before. */
    private void useKeys(final int count) {
        final List<GroupKey> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(GroupKey.random(new java.security.SecureRandom()));
        }
        keys.replace(new GroupKeyRing(all));
    }

    /** A genuine one. */
    private byte[] greeting() {
        peersSession.doubt();
        nowNs += PeerSession.GREETING_INTERVAL_NS;
        return bytes(peer.greeting(address, nowNs));
    }

    private byte[] garbage() {
        final byte[] bytes = new byte[GARBAGE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] sealed(final String text) {
        return bytes(peer.seal(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), address));
    }

    private static byte[] bytes(final ByteBuffer buffer) {
        return Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    }

    private void send(final byte[] datagram) throws IOException {
        from.send(ByteBuffer.wrap(datagram), address);
    }

    /** On loopback a datagram has arrived when it was sent. */
    private int ignored() throws IOException {
        int count = 0;
        final ByteBuffer in = ByteBuffer.allocateDirect(2048);
        while (to.receive(in.clear()) != null) {
            nowNs += NS_PER_DATAGRAM;
            if (!own.open(in)) {
                guard.onIgnored(nowNs);
                count++;
            }
        }
        return count;
    }

    private String received() throws IOException {
        final ByteBuffer in = ByteBuffer.allocateDirect(2048);
        if (to.receive(in) == null || !own.open(in)) {
            return null;
        }
        final byte[] payload = new byte[in.position()];
        in.get(0, payload);
        return new String(payload, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
