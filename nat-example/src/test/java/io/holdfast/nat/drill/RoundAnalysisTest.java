package io.holdfast.nat.drill;

import static io.holdfast.nat.drill.Reports.KILLED_NS;
import static io.holdfast.nat.drill.Reports.MILLI_NS;
import static io.holdfast.nat.drill.Reports.SECOND_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.nat.traffic.FlowKind;
import io.holdfast.nat.traffic.FlowRecord;
import org.junit.jupiter.api.Test;

class RoundAnalysisTest {
    private final Reports reports = new Reports();

    @Test
    void shouldCountFlowsThatWereOpenAtTheKill() {
        reports.flow(FlowKind.LONG_LIVED, SECOND_NS, 20 * SECOND_NS, null)
                .flow(FlowKind.LONG_LIVED, SECOND_NS, KILLED_NS + SECOND_NS, "Connection reset")
                .flow(FlowKind.SHORT, 2 * SECOND_NS, 4 * SECOND_NS, null);
        final RoundResult result = reports.judge();
        assertEquals(new FlowCounts(1, 1), result.flows());
        assertEquals(FlowCounts.NONE, result.youngFlows());
        assertFalse(result.ok());
    }

    @Test
    void shouldCountYoungFlowsWithTheirFirstPacketInFlight() {
        reports.flow(FlowKind.SHORT, KILLED_NS - SECOND_NS / 2, 20 * SECOND_NS, null);
        reports.flows.add(new FlowRecord(
                1,
                FlowKind.SHORT,
                KILLED_NS - MILLI_NS,
                FlowRecord.NEVER,
                FlowRecord.NEVER,
                FlowRecord.NEVER,
                KILLED_NS + 5 * SECOND_NS,
                "no progress: no connection for 5001 ms",
                0));
        final RoundResult result = reports.judge();
        assertEquals(new FlowCounts(1, 1), result.youngFlows());
        assertEquals(1, result.failures().get("SHORT: no progress: no connection for # ms"));
    }

    @Test
    void shouldTellBreaksBeforeAndAfterTheKillFromThoseAtIt() {
        reports.flow(FlowKind.SHORT, SECOND_NS, 2 * SECOND_NS, "Connection reset")
                .flow(FlowKind.SHORT, KILLED_NS + SECOND_NS, KILLED_NS + 2 * SECOND_NS, "Connection refused");
        final RoundResult result = reports.judge();
        assertEquals(1, result.brokenBefore());
        assertEquals(1, result.brokenAfter());
        assertEquals(2, result.brokenElsewhere());
        assertFalse(result.ok());
    }

    @Test
    void shouldLeaveToOtherKillsWhatBrokeInTheirTime() {
        reports.window = new Window(8 * SECOND_NS, 15 * SECOND_NS, false);
        reports.flow(FlowKind.LONG_LIVED, SECOND_NS, 7 * SECOND_NS, "Connection reset")
                .flow(FlowKind.LONG_LIVED, SECOND_NS, 11 * SECOND_NS, "Connection reset")
                .flow(FlowKind.LONG_LIVED, SECOND_NS, 16 * SECOND_NS, "Connection reset")
                .flow(FlowKind.SHORT, 16 * SECOND_NS, 17 * SECOND_NS, "Connection reset");
        final RoundResult result = reports.judge();
        assertEquals(new FlowCounts(1, 1), result.flows());
        assertEquals(0, result.brokenElsewhere());
    }

    @Test
    void shouldSeeAFlowUnderTwoAddresses() {
        reports.flow(FlowKind.UDP, SECOND_NS, 20 * SECOND_NS, null).seen(0, "198.51.100.1:2000", "198.51.100.1:2001");
        assertEquals(1, reports.judge().mappingsChanged());
    }

    @Test
    void shouldSeeTwoFlowsUnderOneAddress() {
        reports.flow(FlowKind.UDP, SECOND_NS, 20 * SECOND_NS, null)
                .flow(FlowKind.UDP, SECOND_NS, 20 * SECOND_NS, null)
                .seen(1, "198.51.100.1:2000");
        assertEquals(2, reports.judge().mappingsChanged());
    }

    @Test
    void shouldNotMistakeAReusedPortForAChange() {
        reports.flow(FlowKind.SHORT, SECOND_NS, 2 * SECOND_NS, null)
                .flow(FlowKind.SHORT, 5 * SECOND_NS, 6 * SECOND_NS, null)
                .seen(1, "198.51.100.1:2000");
        assertEquals(0, reports.judge().mappingsChanged());
    }

    @Test
    void shouldMeasureLossSilenceAndTheFirstPacket() {
        // Sent every 5 ms; nothing passes from 2 ms before to 12 ms after the kill.
        final int count = 20;
        reports.sentNs = new long[count];
        reports.receivedNs = new long[count];
        reports.answeredNs = new long[count];
        for (int i = 0; i < count; i++) {
            reports.sentNs[i] = KILLED_NS + (i * 5L - 49) * MILLI_NS;
            final boolean lost =
                    reports.sentNs[i] > KILLED_NS - 2 * MILLI_NS && reports.sentNs[i] < KILLED_NS + 12 * MILLI_NS;
            reports.receivedNs[i] = lost ? FlowRecord.NEVER : reports.sentNs[i] + MILLI_NS;
            reports.answeredNs[i] = lost ? FlowRecord.NEVER : reports.sentNs[i] + 2 * MILLI_NS;
        }
        final RoundResult result = reports.judge();
        assertEquals(3, result.packetsLost());
        assertEquals(17.0, result.firstPacketMs(), 0.001);
        assertEquals(19.0, result.silenceMs(), 0.001);
        assertEquals(10, result.before().count());
        assertEquals(2_000, result.before().medianUs(), 5);
        assertTrue(result.ok());
    }

    @Test
    void shouldNotCountWhatWaitedForANeighbourWhenAFlowBegan() {
        reports.sentNs = new long[] {SECOND_NS, SECOND_NS + 1, SECOND_NS + 2, SECOND_NS + 3};
        reports.receivedNs = new long[] {FlowRecord.NEVER, 2 * SECOND_NS, FlowRecord.NEVER, 2 * SECOND_NS};
        reports.answeredNs = new long[] {FlowRecord.NEVER, 3 * SECOND_NS, FlowRecord.NEVER, 3 * SECOND_NS};
        assertEquals(1, reports.judge().packetsLost());
    }

    @Test
    void shouldCountAllOfAFlowThatIsNeverAnswered() {
        reports.sentNs = new long[] {SECOND_NS, SECOND_NS + 1};
        reports.receivedNs = new long[] {2 * SECOND_NS, FlowRecord.NEVER};
        reports.answeredNs = new long[] {FlowRecord.NEVER, FlowRecord.NEVER};
        assertEquals(2, reports.judge().packetsLost());
    }

    @Test
    void shouldTakeTheTimesOfTheTakeoverFromTheSurvivor() {
        final RoundResult result = reports.judge();
        assertEquals("connection closed", result.detection());
        assertEquals(3.0, result.detectedMs(), 0.001);
        assertEquals(8.0, result.tookOverMs(), 0.001);
    }

    @Test
    void shouldNotBeContentWithoutANewMaster() {
        assertFalse(reports.judge(null).ok());
        assertTrue(reports.judge(null).problems().getFirst().contains("did not answer"));
    }
}
