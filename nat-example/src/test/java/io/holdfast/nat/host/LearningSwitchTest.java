package io.holdfast.nat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningSwitchTest {
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final long CLIENT = 0x0200_0000_0001L;
    private static final long VIRTUAL = 0x0200_5e00_0101L;

    private final List<QueueWire> cables = List.of(QueueWire.create(4), QueueWire.create(4), QueueWire.create(4));
    private final LearningSwitch lan = new LearningSwitch(cables);

    @Test
    void shouldFloodWhatItDoesNotKnow() {
        send(0, CLIENT, VIRTUAL);
        assertEquals(List.of(0, 1, 1), received());
    }

    @Test
    void shouldSendToWhereAnAddressWasSeen() {
        send(1, VIRTUAL, BROADCAST);
        received();
        send(0, CLIENT, VIRTUAL);
        assertEquals(List.of(0, 1, 0), received());
    }

    @Test
    void shouldMoveAnAddressUponAGratuitousArp() {
        send(1, VIRTUAL, BROADCAST);
        received();
        send(2, VIRTUAL, BROADCAST);
        received();
        send(0, CLIENT, VIRTUAL);
        assertEquals(List.of(0, 0, 1), received());
    }

    @Test
    void shouldCountWhatAFullCableDoesNotTake() {
        send(1, VIRTUAL, BROADCAST);
        received();
        for (int i = 0; i < 6; i++) {
            send(0, CLIENT, VIRTUAL);
        }
        assertEquals(2, lan.lost());
        assertEquals(List.of(0, 4, 0), received());
    }

    private void send(final int from, final long source, final long target) {
        final byte[] frame = new byte[60];
        Bytes.put48(frame, 0, target);
        Bytes.put48(frame, 6, source);
        cables.get(from).peer().send(frame);
        lan.doWork();
    }

    /** Frames that have arrived at each of the far ends. */
    private List<Integer> received() {
        final List<Integer> counts = new ArrayList<>();
        cables.forEach(cable -> counts.add(cable.peer().poll(frame -> {}, 100)));
        return counts;
    }
}
