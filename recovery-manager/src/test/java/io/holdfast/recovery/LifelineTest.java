package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifelineTest {
    private static final long INCARNATION = 42;
    private static final long DEADLINE_NS = 10_000_000_000L;
    private static final GroupKey KEY = GroupKey.random(new SecureRandom());
    private static final GroupKey OTHER_KEY = GroupKey.random(new SecureRandom());

    private final MemberAddress a = address("a");
    private final MemberAddress b = address("b");
    private final List<AutoCloseable> open = new ArrayList<>();
    private long nowNs;
    private Lifeline master;
    private Lifeline replica;

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable one : open) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCarryWordsAndTheEnd(final boolean withKey) throws IOException {
        connect(withKey ? keys(KEY) : GroupKeys.none(), withKey ? keys(KEY) : GroupKeys.none());
        master.say(Lifeline.PROTECTED);
        await(() -> replica.lastSaid() == Lifeline.PROTECTED);
        master.say(Lifeline.PROTECTED);
        master.say(Lifeline.DISMISSED);
        await(() -> replica.lastSaid() == Lifeline.DISMISSED);
        replica.say(Lifeline.TOOK_OVER);
        replica.close();
        await(master::isBroken);
        assertEquals(Lifeline.TOOK_OVER, master.lastSaid(), "said before the end");
    }

    @Test
    void shouldMeetWhileKeysAreRotated() throws IOException {
        connect(
                GroupKeys.of(new GroupKeyRing(List.of(KEY, OTHER_KEY))),
                GroupKeys.of(new GroupKeyRing(List.of(OTHER_KEY, KEY))));
        master.say(Lifeline.PROTECTED);
        await(() -> replica.lastSaid() == Lifeline.PROTECTED);
    }

    @Test
    void shouldRefuseAWrongKey() throws IOException {
        listen(keys(KEY), keys(OTHER_KEY));
        await(() -> master.strangerCount() == 1 && replica.isBroken());
        assertFalse(master.isConnected() || replica.isConnected());
    }

    @Test
    void shouldRefuseAReplicaWithoutKey() throws IOException {
        listen(keys(KEY), GroupKeys.none());
        turns((int) (TcpLifeline.PROOF_TIMEOUT_NS / TcpLifeline.CHECK_INTERVAL_NS) + 10);
        assertFalse(master.isConnected());
        await(() -> master.strangerCount() == 1);
    }

    @Test
    void shouldNotBelieveAMasterWithoutKey() throws IOException {
        listen(GroupKeys.none(), keys(KEY));
        turns(100);
        assertFalse(replica.isConnected());
        assertEquals(Lifeline.NOTHING, replica.lastSaid());
    }

    @Test
    void shouldNotBelieveAnImpostorInTheMastersPlace() throws IOException {
        try (ServerSocket impostor = new ServerSocket(a.port(), 4, InetAddress.getLoopbackAddress())) {
            replica = keep(new TcpLifeline(b, a, keys(KEY)));
            replica.connect(a, INCARNATION);
            turnReplica();
            try (Socket line = impostor.accept()) {
                final byte[] challenge = new byte[24];
                System.arraycopy(magic(), 0, challenge, 0, 8);
                line.getOutputStream().write(challenge);
                awaitReplica(() -> hasBytes(line));
                line.getOutputStream().write(new byte[16]);
                line.getOutputStream().write('P');
                awaitReplica(replica::isBroken);
                assertEquals(Lifeline.NOTHING, replica.lastSaid());
            }
        }
    }

    /** The replica's own words of an earlier connection do not make a line, nor does a flood of callers take it. */
    @Test
    void shouldNotBeOccupiedByStrangers() throws IOException {
        master = keep(new TcpLifeline(a, b, keys(KEY)));
        master.expect(INCARNATION);
        final List<Socket> crowd = new ArrayList<>();
        try {
            final Random random = new Random(1);
            for (int i = 0; i < 3 * TcpLifeline.MAX_CANDIDATES; i++) {
                final Socket socket = new Socket(a.host(), a.port());
                crowd.add(socket);
                final byte[] garbage = new byte[random.nextInt(120)];
                random.nextBytes(garbage);
                socket.getOutputStream().write(garbage);
                turnMaster();
            }
            replica = keep(new TcpLifeline(b, a, keys(KEY)));
            replica.connect(a, INCARNATION);
            await(() -> master.isConnected() && replica.isConnected());
            assertTrue(master.strangerCount() >= TcpLifeline.MAX_CANDIDATES, "it is " + master.strangerCount());
            master.say(Lifeline.PROTECTED);
            await(() -> replica.lastSaid() == Lifeline.PROTECTED);
            assertFalse(master.isBroken());
        } finally {
            for (final Socket socket : crowd) {
                socket.close();
            }
        }
        turns(100);
        assertFalse(master.isBroken() || replica.isBroken(), "their end is not the line's");
    }

    @Test
    void shouldRefuseARecordedProof() throws IOException {
        final byte[] recorded = recordProof();
        master = keep(new TcpLifeline(a, b, keys(KEY)));
        master.expect(INCARNATION);
        try (Socket socket = new Socket(a.host(), a.port())) {
            socket.getOutputStream().write(recorded);
            awaitMaster(() -> master.strangerCount() == 1);
            assertFalse(master.isConnected());
        }
    }

    @Test
    void shouldRefuseACallFromAnotherAddress() throws IOException {
        master = keep(new TcpLifeline(a, b, keys(KEY)));
        master.expect(INCARNATION);
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.0.0.9", 0));
            socket.connect(new InetSocketAddress(a.host(), a.port()));
            awaitMaster(() -> master.strangerCount() == 1);
        }
    }

    @Test
    void shouldCloseWhoSaysNothing() throws IOException {
        master = keep(new TcpLifeline(a, b, keys(KEY)));
        master.expect(INCARNATION);
        try (Socket socket = new Socket(a.host(), a.port())) {
            awaitMaster(() -> hasBytes(socket));
            final long before = nowNs;
            awaitMaster(() -> master.strangerCount() == 1);
            assertTrue(nowNs - before >= TcpLifeline.PROOF_TIMEOUT_NS - 2 * TcpLifeline.CHECK_INTERVAL_NS);
        }
    }

    @Test
    void shouldHearNothingMoreOnceSomebodyElseHasSpoken() {
        final byte[] key = new byte[32];
        final LifelineWords says = LifelineWords.sealed(key, true);
        final LifelineWords hears = LifelineWords.sealed(key, false);
        says.put(Lifeline.PROTECTED, hears.in());
        hears.take();
        assertEquals(Lifeline.PROTECTED, hears.last());
        hears.in().put(new byte[17]);
        hears.take();
        assertTrue(hears.isGarbled());
        says.put(Lifeline.DISMISSED, hears.in());
        hears.take();
        assertEquals(Lifeline.PROTECTED, hears.last());
    }

    @Test
    void shouldNotTakeAWordTwiceOrBackwards() {
        final byte[] key = new byte[32];
        final LifelineWords says = LifelineWords.sealed(key, true);
        final LifelineWords hears = LifelineWords.sealed(key, false);
        final java.nio.ByteBuffer word = java.nio.ByteBuffer.allocate(64);
        says.put(Lifeline.PROTECTED, word);
        hears.in().put(word.array(), 0, word.position());
        hears.take();
        assertFalse(hears.isGarbled());
        hears.in().put(word.array(), 0, word.position());
        hears.take();
        assertTrue(hears.isGarbled());
        final LifelineWords speaker = LifelineWords.sealed(key, true);
        speaker.in().put(word.array(), 0, word.position());
        speaker.take();
        assertTrue(speaker.isGarbled(), "its own word is not the peer's");
    }

    private byte[] recordProof() throws IOException {
        try (ServerSocket tap = new ServerSocket(a.port(), 4, InetAddress.getLoopbackAddress())) {
            replica = keep(new TcpLifeline(b, a, keys(KEY)));
            replica.connect(a, INCARNATION);
            turnReplica();
            try (Socket line = tap.accept()) {
                final byte[] challenge = new byte[24];
                System.arraycopy(magic(), 0, challenge, 0, 8);
                line.getOutputStream().write(challenge);
                awaitReplica(() -> hasBytes(line));
                final byte[] bytes = new byte[200];
                final InputStream in = line.getInputStream();
                return Arrays.copyOf(bytes, in.read(bytes));
            } finally {
                replica.close();
            }
        }
    }

    private static byte[] magic() {
        return java.nio.ByteBuffer.allocate(8).putLong(TcpLifeline.MAGIC).array();
    }

    private static boolean hasBytes(final Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void connect(final GroupKeys keysOfMaster, final GroupKeys keysOfReplica) throws IOException {
        listen(keysOfMaster, keysOfReplica);
        await(() -> master.isConnected() && replica.isConnected());
    }

    private void listen(final GroupKeys keysOfMaster, final GroupKeys keysOfReplica) throws IOException {
        master = keep(new TcpLifeline(a, b, keysOfMaster));
        replica = keep(new TcpLifeline(b, a, keysOfReplica));
        master.expect(INCARNATION);
        replica.connect(a, INCARNATION);
    }

    private Lifeline keep(final Lifeline lifeline) {
        open.add(lifeline);
        return lifeline;
    }

    private void turnMaster() {
        nowNs += TcpLifeline.CHECK_INTERVAL_NS;
        master.doWork(nowNs);
    }

    private void turnReplica() {
        nowNs += TcpLifeline.CHECK_INTERVAL_NS;
        replica.doWork(nowNs);
    }

    private void turns(final int count) {
        for (int i = 0; i < count; i++) {
            turnMaster();
            turnReplica();
        }
    }

    private void await(final BooleanSupplier condition) {
        await(condition, () -> turns(1));
    }

    private void awaitMaster(final BooleanSupplier condition) {
        await(condition, this::turnMaster);
    }

    private void awaitReplica(final BooleanSupplier condition) {
        await(condition, this::turnReplica);
    }

    private static void await(final BooleanSupplier condition, final Runnable turn) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            turn.run();
            assertTrue(System.nanoTime() < deadline, "condition not met in time");
        }
    }

    private static GroupKeys keys(final GroupKey key) {
        return GroupKeys.of(GroupKeyRing.of(key));
    }

    private static MemberAddress address(final String name) {
        return new MemberAddress(name, "127.0.0.1", LoopbackPorts.find());
    }
}
