package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Traffic;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.List;

/** One fault, and what was seen of its consequences. Filled by {@link ScenarioLeg}, step by step. */
final class Strike {
    static final String BOTH_MASTER = "both nodes were master at the same time";

    final List<String> problems = new ArrayList<>();
    final long beginNs = System.nanoTime();
    long struckNs;
    /** 0 for as long as it has not come about. */
    long noticedNs;
    /** 0 if there was no pair again. */
    long protectedNs;

    private final Scenario scenario;
    private PairOfNodes.Pair pair;
    private long repairedNs;
    private NodeStatus masterAfterwards;
    /** The status by which a master that went on without its replica was seen; null if there was none. */
    private NodeStatus lone;

    private ReleaseSamples releases;

    Strike(final Scenario scenario) {
        this.scenario = scenario;
    }

    void strikes(final PairOfNodes.Pair of, final long atNs) {
        pair = of;
        struckNs = atNs;
    }

    void seesAlone(final NodeStatus master) {
        lone = master;
    }

    void repairs() {
        repairedNs = System.nanoTime();
    }

    String masterName() {
        return pair.master().name();
    }

    String otherName() {
        return pair.replica().name();
    }

    void looks(final List<NodeStatus> states) {
        final long masters = states.stream().filter(PairOfNodes::forwards).count();
        if (masters > 1 && !problems.contains(BOTH_MASTER)) {
            problems.add(BOTH_MASTER);
        }
    }

    /** A master that waits for its replica's echo is fenced for a moment: it is master still, and of the same view. */
    void mustBeInFirstView(final NodeStatus status) {
        final boolean isMaster = status.isMaster() || NodeStatus.FENCED.equals(status.role());
        if (status.view() != pair.masterStatus().view()
                || isMaster != status.node().equals(masterName())) {
            problems.add(String.format(
                    "node %s is %s in view %d after %.1f s, though nothing had happened",
                    status.node(), status.role(), status.view(), (System.nanoTime() - struckNs) / 1e9));
        }
    }

    void ends(final List<NodeStatus> states, final ReleaseSamples seen) {
        releases = seen;
        masterAfterwards =
                states.stream().filter(NodeStatus::isMaster).findFirst().orElse(null);
    }

    ScenarioRound judge(final int number, final Window window, final Traffic.Reports reports) {
        final RoundResult round = RoundAnalysis.of(number, kill(), window, reports);
        judgeMaster();
        judgeReleases();
        final boolean startsAgain = scenario.outcome() == Scenario.Outcome.STARTS_AGAIN;
        if (scenario == Scenario.SWITCHOVER && round.packetsLost() > 0) {
            problems.add(round.packetsLost() + " datagrams were lost, though it was a switch-over");
        }
        return new ScenarioRound(
                noticedNs == 0 || scenario.outcome() == Scenario.Outcome.STAYS || startsAgain
                        ? null
                        : ScenarioLeg.msBetween(struckNs, noticedByMasterNs()),
                masterAfterwards == null ? null : masterAfterwards.node(),
                startsAgain ? 0 : releases.overlapping(),
                List.copyOf(problems),
                round);
    }

    /** A master that goes solo says when it noticed; else when the drill saw it. */
    private long noticedByMasterNs() {
        final long ownNs = lone == null ? 0 : lone.counter("solo.replicaLostNs");
        return ownNs < struckNs || ownNs > noticedNs ? noticedNs : ownNs;
    }

    private Kill kill() {
        final Kill.Rejoin rejoin = protectedNs == 0 || masterAfterwards == null
                ? null
                : new Kill.Rejoin(
                        ScenarioLeg.msBetween(repairedNs, protectedNs),
                        masterAfterwards.counter("joins.lastMs"),
                        masterAfterwards.counter("snapshot.sentBytes"),
                        masterAfterwards.counter("snapshot.pauseUs.max"));
        return new Kill(scenario.victim(), pair.process(scenario.victim()).name(), struckNs, masterAfterwards, rejoin);
    }

    private void judgeMaster() {
        final String expected = switch (scenario.outcome()) {
            case TAKE_OVER -> otherName();
            case GOES_SOLO, STAYS -> masterName();
            case STARTS_AGAIN -> null;
        };
        if (masterAfterwards == null) {
            problems.add("there was no master at the end");
        } else if (expected != null && !masterAfterwards.node().equals(expected)) {
            problems.add("node " + masterAfterwards.node() + " is master at the end, not " + expected);
        }
    }

    private void judgeReleases() {
        if (releases.total() == 0) {
            problems.add("no frame was seen to leave either node: what they release was not measured");
        } else if (scenario.isTooMany(releases.overlapping())) {
            problems.add(releases.overlapping() + " frames left a node after the other one had begun to send");
        }
    }
}
