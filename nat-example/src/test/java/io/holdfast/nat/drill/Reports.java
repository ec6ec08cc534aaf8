package io.holdfast.nat.drill;

import io.holdfast.nat.lab.LabKind;
import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.ClientReport;
import io.holdfast.nat.traffic.FlowKind;
import io.holdfast.nat.traffic.FlowRecord;
import io.holdfast.nat.traffic.ServerFlowRecord;
import io.holdfast.nat.traffic.ServerReport;
import io.holdfast.nat.traffic.TimelineBin;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Made-up reports of client and server, around a kill at 10 s. */
final class Reports {
    static final long SECOND_NS = 1_000_000_000L;
    static final long MILLI_NS = 1_000_000L;
    static final long KILLED_NS = 10 * SECOND_NS;

    final List<FlowRecord> flows = new ArrayList<>();
    final List<ServerFlowRecord> serverFlows = new ArrayList<>();
    Window window = Window.WHOLE;
    long[] sentNs = {};
    long[] receivedNs = {};
    long[] answeredNs = {};

    /** A flow that lives from one time to another; a failure is an ending too. */
    Reports flow(final FlowKind kind, final long openedNs, final long endedNs, final String failure) {
        final long flow = flows.size();
        final long finishedNs = failure == null ? endedNs : FlowRecord.NEVER;
        final long failedNs = failure == null ? FlowRecord.NEVER : endedNs;
        flows.add(new FlowRecord(flow, kind, openedNs, openedNs, endedNs, finishedNs, failedNs, failure, 10));
        return seen(flow, "198.51.100.1:" + (2000 + flow));
    }

    Reports seen(final long flow, final String... sources) {
        serverFlows.removeIf(record -> record.flow() == flow);
        serverFlows.add(new ServerFlowRecord(flow, List.of(sources), 10, null));
        return this;
    }

    RoundResult judge() {
        return judge(takenOver());
    }

    RoundResult judgeKillOf(final Victim victim) {
        return judge(victim, takenOver());
    }

    RoundResult judge(final NodeStatus survivor) {
        return judge(Victim.MASTER, survivor);
    }

    private RoundResult judge(final Victim victim, final NodeStatus survivor) {
        final List<TimelineBin> timeline = List.of(
                new TimelineBin(KILLED_NS - 20 * MILLI_NS, 100, 200_000, 900_000),
                new TimelineBin(KILLED_NS + 50 * MILLI_NS, 80, 300_000, 60_000_000));
        return RoundAnalysis.of(
                1,
                new Kill(victim, "a", KILLED_NS, survivor, new Kill.Rejoin(1500, 120, 2048, 90)),
                window,
                new Traffic.Reports(
                        new ClientReport(flows, Map.of(7L, sentNs), Map.of(7L, answeredNs), 0, 0, timeline),
                        new ServerReport(serverFlows, Map.of(7L, receivedNs), 0, 0, 0)));
    }

    static NodeStatus takenOver() {
        final NodeStatus.Takeover takeover = new NodeStatus.Takeover(
                KILLED_NS + 3 * MILLI_NS,
                KILLED_NS + 3 * MILLI_NS,
                KILLED_NS + 4 * MILLI_NS,
                KILLED_NS + 5 * MILLI_NS,
                KILLED_NS + 5 * MILLI_NS,
                KILLED_NS + 5 * MILLI_NS,
                KILLED_NS + 8 * MILLI_NS,
                KILLED_NS + 9 * MILLI_NS);
        return new NodeStatus(
                "b",
                42,
                "1",
                "master",
                2,
                "solo",
                1,
                "a",
                "no replica",
                "connection closed",
                takeover,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                "0",
                0);
    }

    static DrillResult result(final String failure, final RoundResult... rounds) {
        return DrillResult.of(
                LabKind.EMBEDDED,
                Environment.detect(),
                new DrillSettings(1, List.of(Victim.MASTER), 6, 200, 200, 20, 0, 1, null, false),
                List.of(rounds),
                failure);
    }
}
