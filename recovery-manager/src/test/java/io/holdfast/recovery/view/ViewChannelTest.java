package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.recovery.worm.RegisterValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Multicast within views: stories with two members, and random runs with four. */
final class ViewChannelTest {
    private static final MemberId A = new MemberId(0, 1);
    private static final MemberId B = new MemberId(1, 1);

    /** What a member was told. */
    private static final class Told implements ChannelListener {
        private final MemberId self;
        private final List<String> words = new ArrayList<>();

        private Told(final MemberId self) {
            this.self = self;
        }

        @Override
        public void onMembership(final Membership membership) {
            words.add("view " + membership.number());
        }

        @Override
        public void onMessage(final MemberId sender, final RegisterValue payload) {
            words.add(payload.text());
        }

        @Override
        public void onOrdered(final MemberId sender, final RegisterValue payload) {
            words.add("ordered " + payload.text());
        }

        @Override
        public RegisterValue onQuery(final MemberId asker, final RegisterValue question) {
            return RegisterValue.of(self.toString());
        }

        @Override
        public RegisterValue state() {
            return RegisterValue.of("what " + self + " knows");
        }

        @Override
        public void onState(final RegisterValue state) {
            words.add(state.text());
        }
    }

    private record Sent(int to, byte[] bytes) {}

    private final ArrayDeque<Sent> network = new ArrayDeque<>();
    private final Told toldA = new Told(A);
    private final Told toldB = new Told(B);
    private final List<ViewChannel> channels = List.of(channel(A, toldA), channel(B, toldB));
    private final ViewChannel a = channels.get(0);
    private final ViewChannel b = channels.get(1);
    private long nowNs;

    private ViewChannel channel(final MemberId self, final Told told) {
        return new ViewChannel(self, this::send, () -> nowNs, 1_000, told);
    }

    private void send(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        network.add(new Sent(node, bytes));
    }

    private void turn() {
        for (int i = 0; i < 20; i++) {
            nowNs += 500;
            channels.forEach(ViewChannel::doWork);
            for (int messages = 0; !network.isEmpty(); messages++) {
                assertTrue(messages < 1_000, "members answer one another's answers");
                final Sent sent = network.poll();
                channels.get(sent.to()).onMessage(new UnsafeBuffer(sent.bytes()), 0, sent.bytes().length);
            }
        }
    }

    private void view(final Membership membership) {
        channels.forEach(channel -> channel.onMembership(membership));
    }

    private static Membership both(final long number) {
        return new Membership(number, List.of(A, B), number == 1 ? List.of(A, B) : List.of());
    }

    private static RegisterValue text(final String text) {
        return RegisterValue.of(text);
    }

    @Test
    void shouldTellANewMemberWhatWasBeforeItsFirstMessage() {
        view(new Membership(1, List.of(A), List.of(A)));
        a.orderedSend(text("old"));
        turn();
        view(new Membership(2, List.of(A, B), List.of(B)));
        a.send(text("new"));
        turn();
        assertEquals(List.of("view 1", "ordered old", "view 2", "new"), toldA.words);
        assertEquals(List.of("view 1", "view 2", "what 0.1 knows", "new"), toldB.words);
    }

    @Test
    void shouldDeliverOrderedMessagesInOneOrder() {
        view(both(1));
        turn();
        for (int i = 0; i < 10; i++) {
            a.orderedSend(text("a" + i));
            b.orderedSend(text("b" + i));
        }
        turn();
        assertEquals(21, toldA.words.size());
        assertEquals(toldA.words, toldB.words);
    }

    @Test
    void shouldDeliverWhatASurvivorHasBeforeTheNextView() {
        view(both(1));
        turn();
        a.send(text("last words"));
        a.doWork();
        // The message is lost; B hears of it in the flush.
        network.clear();
        view(both(2));
        turn();
        assertEquals(List.of("view 1", "last words", "view 2"), toldB.words);
        assertEquals(List.of("view 1", "last words", "view 2"), toldA.words);
    }

    @Test
    void shouldCallBackWhenAllHaveWhatWasSent() {
        view(both(1));
        turn();
        final List<String> done = new ArrayList<>();
        a.send(text("x"));
        a.flush(membership -> done.add("flushed"));
        a.doWork();
        assertTrue(done.isEmpty());
        turn();
        assertEquals(List.of("flushed"), done);
        assertEquals(List.of("view 1", "x"), toldB.words);
    }

    @Test
    void shouldCollectAnswersOfAllOrOfSome() {
        view(both(1));
        turn();
        final List<Map<MemberId, RegisterValue>> answers = new ArrayList<>();
        a.query(text("who"), Integer.MAX_VALUE, 1_000_000, answers::add);
        a.query(text("who"), 1, 1_000_000, answers::add);
        turn();
        assertEquals(2, answers.size());
        assertTrue(answers.stream().anyMatch(r -> r.equals(Map.of(A, text("0.1"), B, text("1.1")))), answers::toString);
        assertTrue(answers.stream().anyMatch(r -> r.size() == 1), answers::toString);
    }

    @Test
    void shouldNotAwaitAnswersOfWhoLeft() {
        view(both(1));
        turn();
        final List<Map<MemberId, RegisterValue>> answers = new ArrayList<>();
        a.query(text("who"), Integer.MAX_VALUE, Long.MAX_VALUE / 4, answers::add);
        a.doWork();
        network.clear();
        a.onMembership(new Membership(2, List.of(A), List.of()));
        for (int i = 0; i < 5; i++) {
            a.doWork();
        }
        assertEquals(List.of(Map.of(A, text("0.1"))), answers);
    }

    @Test
    void shouldRefuseMessagesBeyondItsLimit() {
        view(both(1));
        for (int i = 0; i < ViewChannel.MOST_WAITING; i++) {
            assertTrue(a.send(text("x")));
        }
        assertFalse(a.send(text("x")));
        assertEquals(1, a.refusedCount());
    }

    @Test
    void shouldCountAndDropGarbage() {
        a.onMessage(new UnsafeBuffer(new byte[40]), 0, 40);
        a.onMessage(new UnsafeBuffer(new byte[2]), 0, 2);
        assertEquals(2, a.malformedCount());
    }

    @Test
    void shouldKeepVirtualSynchronyInRandomRuns() {
        int delivered = 0;
        int answers = 0;
        int views = 0;
        for (long seed = 1; seed <= 100; seed++) {
            final ChannelSimulation.Report report = ChannelSimulation.run(seed, null);
            assertEquals(null, report.violation());
            delivered += report.delivered();
            answers += report.answers();
            views += report.views();
        }
        assertTrue(delivered > 2_000 && answers > 300 && views > 800, delivered + " " + answers + " " + views);
    }

    @ParameterizedTest
    @EnumSource(ChannelSimulation.Flaw.class)
    void shouldFindEachFlaw(final ChannelSimulation.Flaw flaw) {
        for (long seed = 1; seed <= 100; seed++) {
            if (ChannelSimulation.run(seed, flaw).violation() != null) {
                return;
            }
        }
        fail(flaw + " was not found");
    }
}
