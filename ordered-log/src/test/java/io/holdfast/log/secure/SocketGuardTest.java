package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real sockets: what the kernel drops in a flood, and what it must not. */
class SocketGuardTest {
    private static final int GARBAGE_BYTES = 200;
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
        final byte[] greeting = new byte[DatagramTrailer.LENGTH_BYTES];
        DatagramTrailer.putStart(greeting, 0, DatagramTrailer.GREET);
        flood();
        int through = 0;
        for (int i = 0; i < 100 * FilterProgram.GREETINGS_KEPT; i++) {
            send(greeting);
            through += ignored();
        }
        // 100 are expected; the chance to be outside is below one in a billion.
        assertTrue(through > 40 && through < 170, through + " of " + 100 * FilterProgram.GREETINGS_KEPT);
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
