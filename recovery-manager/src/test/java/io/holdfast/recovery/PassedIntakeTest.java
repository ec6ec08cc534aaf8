package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a new master takes over of packets that reached the old one, and what it does when there are too many. */
class PassedIntakeTest {
    private static final int TOO_MANY = 44;
    private static final int FRAME_BYTES = 64;
    private static final String NOT_RUN = "handOver.notRun";

    private TestPair pair;
    private long oldIncarnation;
    private long view;

    /** Right after a hand-over: the old master still passes what it gets. */
    @BeforeEach
    void handOver() throws IOException {
        pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, NodeFaults.NONE);
        oldIncarnation = Long.parseUnsignedLong(pair.a().status().incarnation(), 16);
        pair.a().views().switchOver();
        pair.await("hand-over", () -> pair.b().status().isMaster());
        view = pair.b().status().view();
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldRunAsManyAsItHasRoomFor() {
        pass(0, PassedIntake.CAPACITY_PACKETS);
        pair.turn();
        assertEquals(marks(PassedIntake.CAPACITY_PACKETS), pair.b().takeMarks());
        assertEquals(0, dropped());
    }

    @Test
    void shouldDropAndCountWhatItHasNoRoomFor() {
        pass(0, PassedIntake.CAPACITY_PACKETS + TOO_MANY);
        pair.turn();
        assertEquals(marks(PassedIntake.CAPACITY_PACKETS), pair.b().takeMarks(), "the first ones, in their order");
        assertEquals(TOO_MANY, dropped());
    }

    @Test
    void shouldHaveRoomAgainAfterATurn() {
        pass(0, PassedIntake.CAPACITY_PACKETS);
        pair.turn();
        pass(PassedIntake.CAPACITY_PACKETS, PassedIntake.CAPACITY_PACKETS);
        pair.turn();
        assertEquals(marks(2 * PassedIntake.CAPACITY_PACKETS), pair.b().takeMarks());
        assertEquals(0, dropped());
    }

    @Test
    void shouldDropAndCountWhatItCannotRun() {
        final NodeRole master = pair.b().role();
        master.onPassedPacket(view, oldIncarnation, 1, 0, frame(1));
        master.onPassedPacket(view, oldIncarnation, 0, 2, frame(2));
        master.onPassedPacket(view, oldIncarnation, 0, 0, new byte[1 << 16]);
        pair.turn();
        assertEquals(List.of(), pair.b().takeMarks());
        assertEquals(3, dropped(), "no such worker, no such port, no such buffer");
    }

    @Test
    void shouldBelieveOnlyTheMasterThatHandedOver() {
        final NodeRole master = pair.b().role();
        master.onPassedPacket(view - 1, oldIncarnation, 0, 0, frame(1));
        master.onPassedPacket(view, oldIncarnation + 1, 0, 0, frame(2));
        pair.turn();
        assertEquals(List.of(), pair.b().takeMarks());
        assertEquals(0, dropped(), "they are nobody's loss");
    }

    private void pass(final int first, final int count) {
        for (int mark = first; mark < first + count; mark++) {
            pair.b().role().onPassedPacket(view, oldIncarnation, 0, 0, frame(mark));
        }
    }

    private static byte[] frame(final int mark) {
        return ByteBuffer.allocate(FRAME_BYTES).putInt(0).putInt(mark).array();
    }

    private static List<Integer> marks(final int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private long dropped() {
        pair.turns(200);
        return pair.b().status().drops().getOrDefault(NOT_RUN, 0L);
    }
}
