package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.PacketBatch;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final TestDevices devices = new TestDevices();
    private final FlatStateStore state = new FlatStateStore();
    private final Worker worker = new Worker(
            new WorkerRuntime(
                    new WorkerPlace(0, 1, 1),
                    devices,
                    GraphDefinition.parse("test", "FromDPDKDevice(in) -> ToDPDKDevice(out);", Map.of()),
                    AccessControl.UNPROTECTED,
                    state,
                    (port, batch) -> batch.free()),
            devices,
            () -> 1_000_000);

    @AfterEach
    void close() {
        state.close();
        devices.close();
    }

    @Test
    void shouldEndATurnAfterABurstThatIsNotFull() {
        receive(PacketBatch.BURST_PACKETS - 1);
        assertEquals(PacketBatch.BURST_PACKETS - 1, worker.turn());
        assertEquals(1, worker.burstCount());
        assertEquals(0, worker.turn());
    }

    @Test
    void shouldGoOnInATurnAsLongAsBurstsAreFull() {
        receive(2 * PacketBatch.BURST_PACKETS + 3);
        assertEquals(2 * PacketBatch.BURST_PACKETS + 3, worker.turn());
        assertEquals(3, worker.burstCount());
    }

    /** Nobody else on the thread has to wait for ever: the transport, the control stream, the decisions. */
    @Test
    void shouldEndATurnAfterSomeRoundsHoweverMuchThereIs() {
        receive(2 * Worker.MOST_ROUNDS * PacketBatch.BURST_PACKETS);
        assertEquals(Worker.MOST_ROUNDS * PacketBatch.BURST_PACKETS, worker.turn());
        assertEquals(Worker.MOST_ROUNDS * PacketBatch.BURST_PACKETS, worker.turn());
        assertEquals(0, worker.turn());
    }

    private void receive(final int packets) {
        for (int i = 0; i < packets; i++) {
            devices.receive(new byte[60]);
        }
    }
}
