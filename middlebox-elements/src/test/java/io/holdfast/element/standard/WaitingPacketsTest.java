package io.holdfast.element.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.element.AccessControl;
import io.holdfast.element.LocalState;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.Packet;
import io.holdfast.packet.memory.MemoryPacketPool;
import org.junit.jupiter.api.Test;

class WaitingPacketsTest {
    /** Found by the simulator: a packet waited across a mark, and left in a burst of the number that it had come in by. */
    @Test
    void shouldBeNobodysWhatHasWaitedForANeighbour() {
        try (FlatStateStore store = new FlatStateStore();
                MemoryPacketPool pool = new MemoryPacketPool(4)) {
            final LocalState state =
                    store.localState("arp", "waiting", 0, WaitingPackets.lengthBytes(4), AccessControl.UNPROTECTED);
            final WaitingPackets waiting = new WaitingPackets(state, pool, 4);
            final Packet packet = pool.allocate();
            packet.append(60);
            packet.origin(64);
            final Packet taken = waiting.take(waiting.store(packet));
            assertEquals(Packet.NO_ORIGIN, taken.origin());
            taken.free();
        }
    }
}
