package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LogRecords;
import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.LoadPort;
import io.holdfast.perf.load.TrafficPlan;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the packet path to its costs without looking at a clock: bytes allocated per packet, and bytes logged.
 *
 * <p>So it can run on any machine, however busy. Its canary is a link that allocates a little for every packet.
 */
class PacketCostTest {
    /** Timers and the like may allocate some objects in a hundred thousand packets; a packet may not. */
    private static final double MAX_BYTES_PER_PACKET = 0.5;

    private static final int WARM_UP_PACKETS = 60_000;
    private static final int PACKETS = 60_000;

    @ParameterizedTest
    @CsvSource({"1000, 0, OUT", "1000, 0, BOTH", "100, 100, OUT", "10, 1000, OUT"})
    void shouldAllocateNothingForAPacket(final int flows, final int newFlowPerMille, final Direction direction) {
        try (SteppedRig rig = new SteppedRig(settings(flows, newFlowPerMille, direction))) {
            rig.open();
            rig.forward(WARM_UP_PACKETS);
            final Measurement measured = rig.forward(PACKETS);
            assertTrue(measured.trial().isClean(), measured.toString());
            assertTrue(measured.bytesPerPacket() < MAX_BYTES_PER_PACKET, measured.bytesPerPacket() + " bytes");
        }
    }

    @Test
    void shouldNoticeAnAllocationForEachPacket() {
        try (SteppedRig rig = new SteppedRig(settings(100, 0, Direction.OUT), AllocatingLink::new)) {
            rig.open();
            rig.forward(WARM_UP_PACKETS);
            final double bytes = rig.forward(PACKETS).bytesPerPacket();
            assertTrue(bytes < MAX_BYTES_PER_PACKET, "what the meter allocates is not the box's: " + bytes);
            rig.allocateForEachTurn();
            assertTrue(rig.forward(PACKETS).bytesPerPacket() > MAX_BYTES_PER_PACKET);
        }
    }

    @Test
    void shouldAllocateNothingToRecordAndReplayAPacketAndReplayItAlike() {
        try (ReplayRig rig = new ReplayRig(settings(500, 50, Direction.OUT), LogRecords.ALL)) {
            rig.open();
            rig.forward(WARM_UP_PACKETS);
            final ReplayRig.Span span = rig.forward(PACKETS);
            assertTrue(span.production().trial().isClean(), span.toString());
            assertEquals(span.production().trial().sent(), span.replayedPackets());
            assertTrue(span.production().bytesPerPacket() < MAX_BYTES_PER_PACKET, span.toString());
            assertTrue((double) span.replayBytes() / span.replayedPackets() < MAX_BYTES_PER_PACKET, span.toString());
            // Of the 42 bytes of headers those words that differ from the frame before, mostly addresses and
            // ports, and a share of the record's head.
            assertEquals(22, (double) span.logBytes() / span.replayedPackets(), 2);
        }
    }

    private static RigSettings settings(final int flows, final int newFlowPerMille, final Direction direction) {
        final TrafficPlan plan = new TrafficPlan(flows, FrameMix.of(64), newFlowPerMille, direction);
        return new RigSettings(LinkKind.MEMORY, Map.of(), plan, "park", 1024, 1 << 20, Map.of());
    }

    /** A link whose reading allocates: that is the meter's side, and must not count. */
    private record AllocatingLink(LoadPort link) implements LoadPort {
        @Override
        public boolean send(final long address, final int length) {
            return link.send(address, length);
        }

        @Override
        public void flush() {
            link.flush();
        }

        @Override
        public int poll(final io.holdfast.perf.load.FrameSink sink, final int limit) {
            return link.poll((address, length) -> sink.onFrame(address, length + new byte[64].length - 64), limit);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
