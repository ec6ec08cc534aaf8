package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.FlowRecord;
import io.holdfast.nat.traffic.ServerFlowRecord;
import io.holdfast.nat.traffic.Timeline;
import io.holdfast.nat.traffic.TimelineBin;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the verdict on a round from the kill, and from what client and server saw. */
final class RoundAnalysis {
    static final long PLOT_BEFORE_NS = 1_000_000_000L;
    static final long PLOT_AFTER_NS = 2_000_000_000L;

    private static final long YOUNG_NS = 1_000_000_000L;
    private static final double NS_PER_MS = 1e6;

    private final Kill kill;
    private final Window window;
    private final Traffic.Reports reports;
    private final Map<Long, String> serverFailures = new HashMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private FlowCounts flows = FlowCounts.NONE;
    private FlowCounts youngFlows = FlowCounts.NONE;
    private int brokenBefore;
    private int brokenAfter;

    private RoundAnalysis(final Kill kill, final Window window, final Traffic.Reports reports) {
        this.kill = kill;
        this.window = window;
        this.reports = reports;
    }

    /**
     * Judges a round.
     *
     * @param round number, from 1
     * @param window of the run that belongs to it
     */
    static RoundResult of(final int round, final Kill kill, final Window window, final Traffic.Reports reports) {
        return new RoundAnalysis(kill, window, reports).judge(round);
    }

    private RoundResult judge(final int round) {
        for (final ServerFlowRecord record : reports.server().flows()) {
            if (record.failure() != null && record.flow() >= 0) {
                serverFailures.put(record.flow(), record.failure());
            }
        }
        reports.client().flows().forEach(this::judge);
        judgeSurvivor();
        final DatagramAnalysis datagrams = new DatagramAnalysis(reports, window, kill.killedNs(), kill.detectedNs());
        final NodeStatus.Takeover takeover = kill.takeover();
        final Kill.Rejoin rejoin = kill.rejoin();
        return new RoundResult(
                round,
                kill.victim(),
                kill.killedNode(),
                kill.detection(),
                takeover == null ? null : afterKillMs(takeover.detectedNs()),
                takeover == null ? null : afterKillMs(takeover.readyNs()),
                firstPacketMs(datagrams, takeover),
                datagrams.silenceNs() < 0 ? null : datagrams.silenceNs() / NS_PER_MS,
                flows,
                youngFlows,
                brokenBefore,
                brokenAfter,
                mappingsChanged(),
                datagrams.sent(),
                datagrams.lost(),
                atLast(reports.client().reorderedDatagrams() + reports.server().reorderedDatagrams()),
                atLast(reports.client().duplicateDatagrams() + reports.server().duplicateDatagrams()),
                rejoin == null ? null : rejoin.protectedMs(),
                rejoin == null ? null : rejoin.joinMs(),
                rejoin == null ? null : rejoin.snapshotBytes(),
                rejoin == null ? null : rejoin.pauseUs(),
                failures,
                problems,
                datagrams.before(),
                datagrams.after(),
                plotBins());
    }

    /** What is known of the whole run only, at its last kill; 0 at the others. */
    private long atLast(final long count) {
        return window.isLast() ? count : 0;
    }

    private int mappingsChanged() {
        return (int) atLast(MappingAnalysis.changed(
                        reports.client().flows(), reports.server().flows())
                .size());
    }

    private void judge(final FlowRecord flow) {
        final String failure = flow.isBroken() ? flow.failure() : serverFailures.get(flow.flow());
        final boolean isBroken = failure != null && window.contains(Window.brokeNs(flow));
        if (failure != null && !isBroken && Window.brokeNs(flow) < window.beginNs()) {
            return;
        }
        if (isBroken) {
            // Numbers differ from flow to flow; without them, like failures are counted together.
            failures.merge(flow.kind() + ": " + failure.replaceAll("\\d+", "#"), 1, Integer::sum);
        }
        if (flow.isOpenAt(kill.killedNs())) {
            flows = flows.plus(isBroken);
            if (flow.openedNs() > kill.killedNs() - YOUNG_NS) {
                youngFlows = youngFlows.plus(isBroken);
            }
        } else if (isBroken && flow.openedNs() > kill.killedNs()) {
            brokenAfter++;
        } else if (isBroken) {
            brokenBefore++;
        }
    }

    private void judgeSurvivor() {
        final NodeStatus survivor = kill.survivor();
        if (survivor == null) {
            problems.add("the surviving node did not answer");
        } else if (!survivor.isMaster()) {
            problems.add("node " + survivor.node() + " did not become master: it is " + survivor.role());
        } else if (kill.victim() == Victim.MASTER && kill.takeover() == null) {
            problems.add("node " + survivor.node() + " is master, but reports no take-over");
        }
        if (survivor != null) {
            survivor.alarms().forEach(alarm -> problems.add("node " + survivor.node() + ": " + alarm));
        }
        if (reports.server().unreadableDatagrams() > 0) {
            problems.add(reports.server().unreadableDatagrams() + " datagrams arrived with wrong content");
        }
    }

    private Double firstPacketMs(final DatagramAnalysis datagrams, final NodeStatus.Takeover takeover) {
        if (datagrams.firstPacketNs() != FlowRecord.NEVER) {
            return afterKillMs(datagrams.firstPacketNs());
        }
        return datagrams.sent() == 0 && takeover != null && takeover.firstPacketNs() != 0
                ? afterKillMs(takeover.firstPacketNs())
                : null;
    }

    /** One bin for each 10 ms around the kill, with those in which nothing was answered. */
    private List<PlotBin> plotBins() {
        final Map<Long, TimelineBin> byNumber = new HashMap<>();
        for (final TimelineBin bin : reports.client().timeline()) {
            byNumber.put(Math.floorDiv(bin.startNs(), Timeline.BIN_NS), bin);
        }
        final List<PlotBin> bins = new ArrayList<>();
        final long first = Math.floorDiv(kill.killedNs() - PLOT_BEFORE_NS, Timeline.BIN_NS);
        final long end = Math.floorDiv(kill.killedNs() + PLOT_AFTER_NS, Timeline.BIN_NS);
        for (long number = first; number < end; number++) {
            final TimelineBin bin = byNumber.get(number);
            final double startMs = afterKillMs(number * Timeline.BIN_NS);
            bins.add(
                    bin == null
                            ? new PlotBin(startMs, 0, 0, 0)
                            : new PlotBin(
                                    startMs,
                                    bin.messages() * 1e9 / Timeline.BIN_NS,
                                    bin.medianNs() / NS_PER_MS,
                                    bin.highestNs() / NS_PER_MS));
        }
        return bins;
    }

    private double afterKillMs(final long timeNs) {
        return (timeNs - kill.killedNs()) / NS_PER_MS;
    }
}
