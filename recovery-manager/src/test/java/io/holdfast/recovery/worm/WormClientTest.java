package io.holdfast.recovery.worm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.worm.Outcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Captures, writes, reads, trims and listens as users do. */
final class WormClientTest {
    private static final long TIMEOUT_NS = WormGroup.TIMEOUT_NS;
    private static final RegisterValue A = RegisterValue.of("a");
    private static final RegisterValue B = RegisterValue.of("b");

    private final WormGroup group = new WormGroup(3, new WormLimits(40, 16, 32, 2, 1 << 20));

    private Outcome writeOnce(final int member, final int offset, final RegisterValue value) {
        return group.get(done -> group.client(member).writeOnce(20, offset, value, TIMEOUT_NS, done));
    }

    private Outcome read(final int member, final int first, final int end) {
        return group.get(done -> group.client(member).read(new RegisterRange(20, first, end), TIMEOUT_NS, done));
    }

    private Outcome capture(final int member, final int first, final int end) {
        return group.get(done -> group.client(member).capture(new RegisterRange(20, first, end), TIMEOUT_NS, done));
    }

    private Outcome write(final int member, final CaptureToken token, final Slot... slots) {
        return group.get(done -> group.client(member).write(token, List.of(slots), TIMEOUT_NS, done));
    }

    @Test
    void shouldKeepTheFirstValue() {
        assertEquals(Map.of(3, A), writeOnce(0, 3, A).values());
        assertEquals(Map.of(3, A), writeOnce(1, 3, B).values());
        assertEquals(Map.of(3, A), read(2, 0, 8).values());
    }

    @Test
    void shouldWriteWithATokenUntilSomebodyCapturesAnew() {
        final Outcome first = capture(0, 0, 1);
        assertTrue(first.token().isFree(0));
        final Outcome second = capture(1, 0, 1);
        assertEquals(Status.STALE, write(0, first.token(), new Slot(0, A)).status());
        assertEquals(Status.DONE, write(1, second.token(), new Slot(0, B)).status());
        assertEquals(Map.of(0, B), read(0, 0, 1).values());
    }

    @Test
    void shouldCaptureAndWriteManyAtOnce() {
        writeOnce(1, 2, B);
        final Outcome capture = capture(0, 0, 4);
        assertEquals(Map.of(2, B), capture.values());
        assertFalse(capture.token().isFree(2));
        assertEquals(
                Status.DONE,
                write(0, capture.token(), new Slot(0, A), new Slot(1, A)).status());
        assertEquals(Status.DONE, write(0, capture.token(), new Slot(3, A)).status());
        assertEquals(Map.of(0, A, 1, A, 2, B, 3, A), read(2, 0, 4).values());
    }

    @Test
    void shouldRefuseToWriteTwiceWithOneToken() {
        final Outcome capture = capture(0, 0, 2);
        write(0, capture.token(), new Slot(0, A));
        assertThrows(IllegalArgumentException.class, () -> write(0, capture.token(), new Slot(0, B)));
        assertThrows(IllegalArgumentException.class, () -> write(0, capture.token(), new Slot(2, B)));
    }

    @Test
    void shouldGoOnWithAMajority() {
        group.stop(2);
        assertEquals(Map.of(0, A), writeOnce(0, 0, A).values());
        assertEquals(Map.of(0, A), read(1, 0, 4).values());
    }

    @Test
    void shouldTimeOutWithoutAMajorityAndBeSafeToTryAgain() {
        group.network.cut(0, 1, true);
        group.network.cut(0, 2, true);
        assertEquals(Status.TIMED_OUT, writeOnce(0, 0, A).status());
        assertEquals(1, group.client(0).timedOutCount());
        group.network.heal();
        assertEquals(Map.of(0, A), writeOnce(0, 0, A).values());
    }

    @Test
    void shouldCountALostAnswersValueAsWritten() {
        // The answers to member 0 are lost, its requests are not.
        group.network.cut(1, 0, true);
        group.network.cut(2, 0, true);
        assertEquals(Status.TIMED_OUT, writeOnce(0, 0, A).status());
        group.network.heal();
        assertEquals(Map.of(0, A), writeOnce(0, 0, A).values());
    }

    @Test
    void shouldCompleteWhatAnotherLeftHalfWritten() {
        final CaptureToken token = capture(0, 0, 1).token();
        group.network.cut(0, 1, true);
        group.network.cut(0, 2, true);
        assertEquals(Status.TIMED_OUT, write(0, token, new Slot(0, A)).status());
        group.network.heal();
        group.stop(2);
        assertEquals(Map.of(0, A), read(1, 0, 1).values());
        assertEquals(Map.of(0, A), writeOnce(1, 0, B).values());
    }

    @Test
    void shouldForgetWhatIsTrimmed() {
        writeOnce(0, 0, A);
        writeOnce(0, 5, A);
        final Outcome trim = group.get(done -> group.client(1).trim(20, 5, TIMEOUT_NS, done));
        assertEquals(Status.DONE, trim.status());
        assertEquals(Status.TRIMMED, read(0, 0, 1).status());
        assertEquals(Status.TRIMMED, writeOnce(0, 4, B).status());
        assertEquals(Map.of(5, A), read(2, 5, 6).values());
    }

    @Test
    void shouldTellListenersInOrder() {
        final List<String> told = new ArrayList<>();
        group.client(2).listen(20, 0, (offset, value) -> told.add(offset + value.text()));
        writeOnce(0, 1, B);
        writeOnce(1, 0, A);
        group.await(() -> told.size() == 2);
        assertEquals(List.of("0a", "1b"), told);
    }

    @Test
    void shouldTellListenersThoughEveryNoticeIsLost() {
        final List<String> told = new ArrayList<>();
        group.client(2).listen(20, 0, (offset, value) -> told.add(offset + value.text()));
        group.stop(2);
        writeOnce(0, 0, A);
        group.network.attach(2, group.members.get(2)::onMessage);
        group.await(() -> told.size() == 1);
    }

    @Test
    void shouldTellListenersWhatWasTrimmed() {
        writeOnce(0, 3, A);
        group.<Outcome>get(done -> group.client(1).trim(20, 3, TIMEOUT_NS, done));
        final List<String> told = new ArrayList<>();
        group.client(2).listen(20, 0, new SlotListener() {
            @Override
            public void onSlot(final int offset, final RegisterValue value) {
                told.add(offset + value.text());
            }

            @Override
            public void onTrimmed(final int end) {
                told.add("trimmed to " + end);
            }
        });
        group.await(() -> told.size() == 2);
        assertEquals(List.of("trimmed to 3", "3a"), told);
    }

    @Test
    void shouldRefuseWhatIsBeyondALimit() {
        assertEquals(
                Status.REFUSED,
                writeOnce(0, 0, RegisterValue.of("longer than 16 bytes")).status());
        assertEquals(Status.REFUSED, capture(0, 0, 33).status());
        assertEquals(Status.DONE, capture(0, 0, 32).status());
        assertEquals(Status.REFUSED, capture(0, 32, 48).status());
        assertEquals(Status.DONE, capture(0, 32, 40).status());
        assertTrue(group.members.getFirst().acceptor().counters().refused() >= 3);
        assertEquals(40, group.members.getFirst().acceptor().registers());
    }

    @Test
    void shouldRefuseTooManyOpenOperations() {
        group.network.cut(0, 1, true);
        group.network.cut(0, 2, true);
        final List<Status> ended = new ArrayList<>();
        for (int i = 0; i <= WormClient.MOST_OPERATIONS; i++) {
            group.client(0).read(RegisterRange.of(20, 0), TIMEOUT_NS, outcome -> ended.add(outcome.status()));
        }
        assertEquals(List.of(Status.REFUSED), ended);
        assertEquals(1, group.client(0).refusedCount());
    }

    @Test
    void shouldGiveASegmentToTheFirst() {
        final Segments ours = new Segments(group.client(0));
        final Segments theirs = new Segments(group.client(1));
        assertTrue(group.<Segments.Allocation>get(done -> ours.alloc(30, "ours", TIMEOUT_NS, done))
                .isOurs());
        assertTrue(group.<Segments.Allocation>get(done -> ours.alloc(30, "ours", TIMEOUT_NS, done))
                .isOurs());
        assertEquals(
                "ours",
                group.<Segments.Allocation>get(done -> theirs.alloc(30, "theirs", TIMEOUT_NS, done))
                        .owner());
        assertEquals(31, group.<Integer>get(done -> theirs.allocNext(30, "theirs", TIMEOUT_NS, done)));
    }

    @Test
    void shouldCountAndDropGarbage() {
        final SplittableRandom random = new SplittableRandom(3);
        final WireWriter out = new WireWriter();
        WormCodec.encode(new WormMessage.Write(7, 20, new Ballot(1, 2), List.of(new Slot(0, A), new Slot(1, B))), out);
        final WormMember member = group.members.getFirst();
        for (int i = 0; i < 20_000; i++) {
            final byte[] bytes = out.toBytes();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            final int length = random.nextInt(bytes.length + 1);
            member.onMessage(1, new UnsafeBuffer(bytes), 0, length);
        }
        assertEquals(20_000, member.malformedCount());
        assertEquals(0, member.acceptor().registers());
    }

    @Test
    void shouldDecodeWhatItEncoded() {
        final RegisterRange range = new RegisterRange(4, 5, 9);
        final Ballot ballot = new Ballot(8, -9);
        final List<AcceptedSlot> held =
                List.of(new AcceptedSlot(5, ballot, A, true), new AcceptedSlot(6, ballot, B, false));
        final List<Slot> slots = List.of(new Slot(5, A), new Slot(6, B));
        for (final WormMessage message : List.of(
                new WormMessage.Prepare(1, range, ballot),
                new WormMessage.Promise(2, range, ballot, held),
                new WormMessage.Write(3, 4, ballot, slots),
                new WormMessage.Written(4, 4, ballot),
                new WormMessage.Preempted(5, ballot, Ballot.NONE),
                new WormMessage.Read(6, range),
                new WormMessage.Held(7, range, held),
                new WormMessage.Decided(8, 4, slots),
                new WormMessage.Trim(9, 4, 5),
                new WormMessage.Trimmed(10, 4, 5),
                new WormMessage.Listen(11, 4, 5),
                new WormMessage.Refused(12, WormMessage.Refusal.FULL))) {
            final WireWriter out = new WireWriter();
            WormCodec.encode(message, out);
            assertEquals(message, WormCodec.decode(out.buffer(), 0, out.lengthBytes()));
            assertNull(WormCodec.decode(out.buffer(), 0, out.lengthBytes() - 1));
        }
    }
}
