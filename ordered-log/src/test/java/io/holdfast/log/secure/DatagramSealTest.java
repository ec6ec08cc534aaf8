package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.holdfast.log.secure.SealedPair.End;
import io.holdfast.log.secure.SecureCounters.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatagramSealTest {
    private static final GroupKey KEY = key(1);
    private static final GroupKey OTHER_KEY = key(2);

    private final End a = new End("10.0.0.1", keys(KEY), 0xA);
    private final End b = new End("10.0.0.2", keys(KEY), 0xB);

    @Test
    void shouldOpenWhatThePeerSealed() {
        SealedPair.introduce(a, b);
        assertEquals("to b", b.open(a.seal("to b", b)));
        assertEquals("to a", a.open(b.seal("to a", a)));
        assertEquals("", b.open(a.seal("", b)));
    }

    @Test
    void shouldSendNothingToNobody() {
        assertNull(a.seal("to b", b));
        assertEquals(1, a.count(Outcome.UNSENT));
    }

    @Test
    void shouldNoticeAnyChangedByte() {
        SealedPair.introduce(a, b);
        final byte[] right = a.seal("the quick brown fox", b);
        for (int i = 0; i < right.length; i++) {
            for (int bit = 1; bit < 256; bit <<= 1) {
                final byte[] wrong = right.clone();
                wrong[i] ^= (byte) bit;
                assertNull(b.open(wrong), "byte " + i + " bit " + bit);
            }
        }
        for (int length = 0; length < right.length; length++) {
            assertNull(b.open(Arrays.copyOf(right, length)), "length " + length);
        }
        assertNull(b.open(Arrays.copyOf(right, right.length + 1)));
        assertEquals("the quick brown fox", b.open(right), "none of them spoilt the right one");
        assertTrue(b.count(Outcome.WRONG_TAG) > 0);
        assertTrue(b.count(Outcome.UNKNOWN_KEY) > 0);
        assertTrue(b.count(Outcome.UNSEALED) > 0);
        assertTrue(b.count(Outcome.STRANGER) > 0);
    }

    /** The canary: tags that are not looked at. The test above must notice. */
    @Test
    void shouldNoticeASealThatBelievesAnyTag() {
        SealedPair.introduce(a, b);
        b.use(new DatagramSeal(b.keys, b.session, b.counters) {
            @Override
            boolean tagMatches(final byte[] right, final byte[] found) {
                return true;
            }
        });
        final byte[] wrong = a.seal("the quick brown fox", b);
        wrong[0] ^= 1;
        assertNotNull(b.open(wrong));
    }

    @Test
    void shouldOpenEachDatagramOnce() {
        SealedPair.introduce(a, b);
        final byte[] first = a.seal("first", b);
        final byte[] second = a.seal("second", b);
        assertEquals("second", b.open(second));
        assertEquals("first", b.open(first), "late is not lost");
        assertNull(b.open(first));
        assertNull(b.open(second));
        assertEquals(2, b.count(Outcome.REPLAYED));
    }

    /** The canary: numbers that are not remembered. The test above must notice. */
    @Test
    void shouldNoticeASealThatForgetsNumbers() {
        SealedPair.introduce(a, b);
        b.use(new DatagramSeal(b.keys, b.session, b.counters) {
            @Override
            boolean isNew(final ReplayWindow numbers, final long sender, final long sequence) {
                return true;
            }
        });
        final byte[] first = a.seal("first", b);
        assertNotNull(b.open(first));
        assertNotNull(b.open(first));
    }

    @Test
    void shouldTakeADatagramAtItsOwnSocketOnly() {
        SealedPair.introduce(a, b);
        final End elsewhere = new End("10.0.0.3", b.keys, 0xC);
        final byte[] toB = a.seal("to b", b);
        final DatagramSeal otherSocket = new DatagramSeal(b.keys, b.session, b.counters);
        otherSocket.self(elsewhere.address);
        assertTrue(!otherSocket.open(ByteBuffer.allocate(1000).put(toB)));
        assertEquals(1, b.count(Outcome.WRONG_TAG));
    }

    @Test
    void shouldNotTakeItsOwnDatagrams() {
        SealedPair.introduce(a, b);
        assertNull(a.open(a.seal("to b", b)));
        assertNull(a.open(a.seal("to a, in a's name", a)));
    }

    @Test
    void shouldNotTakeAtANewSocketWhatCameToTheOldOne() {
        SealedPair.introduce(a, b);
        final byte[] first = a.seal("first", b);
        assertEquals("first", b.open(first));
        b.use(new DatagramSeal(b.keys, b.session, b.counters));
        assertNull(b.open(first));
        assertEquals("second", b.open(a.seal("second", b)));
    }

    @Test
    void shouldIgnoreAWrongKey() {
        final End stranger = new End("10.0.0.3", keys(OTHER_KEY), 0xC);
        b.open(stranger.greeting(b));
        assertNull(b.answer(stranger));
        stranger.open(b.greeting(stranger));
        assertNull(stranger.answer(b));
        assertEquals(1, b.count(Outcome.UNKNOWN_KEY));
        assertTrue(!b.session.isKnown() && !stranger.session.isKnown());
    }

    @Test
    void shouldMeetAPeerThatHasRestarted() {
        SealedPair.introduce(a, b);
        final byte[] old = b.seal("of the old b", a);
        final End restarted = new End("10.0.0.2", b.keys, 0xBB);
        assertNull(restarted.open(a.seal("to the old b", restarted)));
        a.open(restarted.greeting(a));
        restarted.open(a.answer(restarted));
        SealedPair.ask(a, restarted);
        assertEquals("hello", a.open(restarted.seal("hello", a)));
        assertEquals("hello back", restarted.open(a.seal("hello back", restarted)));
        assertNull(a.open(old), "the old one is nobody any more");
    }

    /** All that was ever said is said again, in order, to a process that has restarted: it must believe none of it. */
    @Test
    void shouldNotBelieveARecordedConversation() {
        final byte[] greeting = a.greeting(b);
        b.open(greeting);
        final byte[] greetingOfB = b.greeting(a);
        a.open(greetingOfB);
        final byte[] welcome = a.answer(b);
        final byte[] welcomeOfB = b.answer(a);
        a.open(welcomeOfB);
        b.open(welcome);
        final byte[] data = a.seal("data", b);
        final End restarted = new End("10.0.0.2", b.keys, 0xBB);
        for (final byte[] recorded : List.of(greeting, welcome, data, greeting, welcome, data)) {
            restarted.greeting(a);
            assertNull(restarted.open(recorded));
        }
        assertTrue(!restarted.session.isKnown());
        assertEquals("data", b.open(data), "it was good where it was meant");
    }

    @Test
    void shouldNotReturnToAnOldProcessByItsWelcome() {
        final byte[] challenge = a.greeting(b);
        b.open(challenge);
        final byte[] welcomeOfOld = b.answer(a);
        a.open(welcomeOfOld);
        assertEquals(0xB, a.session.peerInstance());
        final End restarted = new End("10.0.0.2", b.keys, 0xBB);
        a.open(restarted.greeting(a));
        SealedPair.ask(a, restarted);
        assertEquals(0xBB, a.session.peerInstance());
        a.open(welcomeOfOld);
        assertEquals(0xBB, a.session.peerInstance());
    }

    @Test
    void shouldAnswerAFloodOfGreetingsNowAndThenOnly() {
        final byte[] greeting = a.greeting(b);
        int answers = 0;
        for (int i = 0; i < 1000; i++) {
            b.open(greeting);
            answers += b.seal.answer(a.address, 0) == null ? 0 : 1;
        }
        assertEquals(PeerSession.ANSWERS_PER_INTERVAL, answers);
    }

    @Test
    void shouldRotateKeysWithoutLosingADatagram() {
        SealedPair.introduce(a, b);
        final List<GroupKeyRing> steps = List.of(
                new GroupKeyRing(List.of(KEY, OTHER_KEY)),
                new GroupKeyRing(List.of(OTHER_KEY, KEY)),
                new GroupKeyRing(List.of(OTHER_KEY)));
        for (final GroupKeyRing step : steps) {
            a.keys.replace(step);
            assertEquals("to b", b.open(a.seal("to b", b)));
            assertEquals("to a", a.open(b.seal("to a", a)));
            b.keys.replace(step);
            assertEquals("to b", b.open(a.seal("to b", b)));
            assertEquals("to a", a.open(b.seal("to a", a)));
        }
    }

    @Test
    void shouldAllocateNothingPerDatagram() {
        SealedPair.introduce(a, b);
        final ByteBuffer payload = ByteBuffer.allocateDirect(1408);
        final ByteBuffer datagram = ByteBuffer.allocateDirect(65_536);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int round = 0; round < 10; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2000; i++) {
                datagram.clear().put(a.seal.seal(payload, b.address));
                assertTrue(b.seal.open(datagram));
                datagram.put(0, (byte) 1).position(1456);
                assertTrue(!b.seal.open(datagram));
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(bytes < 2000, "the last round of 2000 took " + bytes + " bytes");
    }

    static GroupKey key(final int number) {
        final byte[] secret = new byte[GroupKey.LENGTH_BYTES];
        Arrays.fill(secret, (byte) number);
        return new GroupKey(secret);
    }

    static GroupKeys keys(final GroupKey key) {
        return GroupKeys.of(GroupKeyRing.of(key));
    }
}
