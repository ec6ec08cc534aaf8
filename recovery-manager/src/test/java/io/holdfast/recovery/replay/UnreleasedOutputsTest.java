package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnreleasedOutputsTest {
    private static final int CAPACITY_PACKETS = 64;

    private final MemoryPacketPool pool = new MemoryPacketPool(4 * CAPACITY_PACKETS);
    private final AtomicLong released = new AtomicLong();
    private final UnreleasedOutputs kept = new UnreleasedOutputs(CAPACITY_PACKETS, released::get);
    private final List<String> sent = new ArrayList<>();

    private void keep(final UnreleasedOutputs outputs, final long burst, final int port, final int mark) {
        outputs.keep(port, packet(mark), burst);
    }

    private Packet packet(final int mark) {
        final Packet packet = pool.allocate();
        packet.append(60);
        packet.putInt(0, mark);
        return packet;
    }

    private void send(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            sent.add(port + ":" + batch.get(i).getInt(0));
        }
        batch.free();
    }

    @AfterEach
    void shouldLeakNoPacket() {
        kept.freeAll();
        assertEquals(0, pool.inUsePackets());
        pool.close();
    }

    @Test
    void shouldSendAgainInOrderWhatIsNotKnownToBeReleased() {
        keep(kept, 1, 0, 10);
        keep(kept, 2, 0, 11);
        keep(kept, 2, 1, 12);
        keep(kept, 3, 0, 13);
        released.set(1);
        kept.sendAgain(this::send);
        assertEquals(List.of("0:11", "1:12", "0:13"), sent);
        assertEquals(3, kept.sentCount());
        kept.sendAgain(this::send);
        assertEquals(3, sent.size(), "once");
    }

    @Test
    void shouldForgetWhatIsReleased() {
        for (int burst = 1; burst <= 10; burst++) {
            keep(kept, burst, 0, burst);
        }
        released.set(7);
        kept.forgetReleased();
        assertEquals(3, kept.size());
        assertEquals(3, pool.inUsePackets());
    }

    @Test
    void shouldGiveUpTheOldestWhenItIsFull() {
        for (int i = 1; i <= 3 * CAPACITY_PACKETS; i++) {
            keep(kept, i, 0, i);
        }
        assertEquals(CAPACITY_PACKETS, kept.size());
        assertEquals(2 * CAPACITY_PACKETS, kept.givenUpCount());
        kept.sendAgain(this::send);
        assertEquals("0:" + (2 * CAPACITY_PACKETS + 1), sent.getFirst());
        assertEquals(CAPACITY_PACKETS, sent.size());
    }

    @Test
    void shouldKeepNoPacketThatIsCutOff() {
        final Packet packet = packet(1);
        packet.limitKnown(20);
        packet.cutOffBehindKnown();
        kept.keep(0, packet, 1);
        assertEquals(0, kept.size());
        assertEquals(0, pool.inUsePackets());
    }

    @Test
    void shouldKeepNothingWhereNothingIsSentAgain() {
        final UnreleasedOutputs none = UnreleasedOutputs.none();
        keep(none, 1, 0, 1);
        none.sendAgain(this::send);
        assertEquals(List.of(), sent);
        assertEquals(0, pool.inUsePackets());
        assertThrows(IllegalArgumentException.class, () -> new UnreleasedOutputs(100, () -> 0));
    }
}
