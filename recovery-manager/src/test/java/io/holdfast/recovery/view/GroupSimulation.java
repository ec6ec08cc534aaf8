package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.SimulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random run of a whole group, two nodes and a witness: crashes, restarts, hangs, wrong suspicions, partitions of every shape, a bad
 * network, nodes that fail their own tests, switch-overs. The same seed gives the same run.
 *
 * <p>Real are registers, journals, views, leases and judgement; simulated are the network, disks, clocks (which run at
 * different rates), attestations, and a data path that is a list. {@link GroupOracle} says what is checked. In the
 * end the faults stop, for all nodes or for a majority, and the group must forward again.
 */
final class GroupSimulation {
    static final int NODES = 3;
    static final int DATA_NODES = 2;

    private static final long STEP_NS = 500_000;
    private static final int DISTURBED_STEPS = 700;
    private static final int CALM_STEPS = 6_000;
    private static final int PROOF_RELEASES = 20;

    /** What came of a run; the violation is null if there was none. */
    record Report(
            long seed,
            String violation,
            long views,
            int takeOvers,
            int handOvers,
            int protections,
            int losses,
            long releases) {}

    private final SplittableRandom random;
    private final SimulatedNetwork network;
    private final GroupOracle oracle = new GroupOracle();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final int calm;
    private int nextOperation;

    private GroupSimulation(final long seed, final GroupCanary canary) {
        random = new SplittableRandom(seed);
        network = new SimulatedNetwork(NODES, random.split());
        calm = random.nextInt(DISTURBED_STEPS / 2);
        for (int id = 0; id < NODES; id++) {
            nodes.add(new SimulatedNode(this, id, canary));
        }
    }

    static Report run(final long seed, final GroupCanary canary) {
        final GroupSimulation simulation = new GroupSimulation(seed, canary);
        try {
            simulation.run();
        } catch (final RuntimeException e) {
            if (canary == null) {
                throw new IllegalStateException("seed " + seed, e);
            }
            simulation.oracle.violate(e.toString());
        }
        return simulation.report(seed);
    }

    private Report report(final long seed) {
        final String violation = oracle.violation();
        return new Report(
                seed,
                violation == null ? null : violation + " (seed " + seed + ")",
                oracle.newest().number(),
                oracle.takeOvers(),
                oracle.handOvers(),
                oracle.protections(),
                oracle.losses(),
                oracle.releases());
    }

    private void run() {
        nodes.forEach(SimulatedNode::start);
        for (int step = 0; step < calm && oracle.violation() == null; step++) {
            step();
        }
        for (int step = 0; step < DISTURBED_STEPS && oracle.violation() == null; step++) {
            disturb();
            step();
        }
        network.heal();
        nodes.forEach(SimulatedNode::goOn);
        nodes.forEach(node -> node.fit(true));
        if (random.nextBoolean()) {
            awaitAll();
        } else {
            awaitMajority();
        }
    }

    private void disturb() {
        final SimulatedNode node = nodes.get(random.nextInt(NODES));
        switch (random.nextInt(120)) {
            case 0 -> node.crash();
            case 1, 2, 3 -> node.start();
            case 4, 5 -> node.hang(1 + random.nextLong(60_000_000));
            case 6 -> partition();
            case 7 -> network.cut(random.nextInt(NODES), random.nextInt(NODES), true);
            case 8, 9, 10 -> network.heal();
            case 11 ->
                network.quality(new SimulatedNetwork.Quality(
                        random.nextInt(40), random.nextInt(20), 0, 1 + random.nextLong(5_000_000)));
            case 12 -> node.fit(false);
            case 13, 14 -> nodes.forEach(other -> other.fit(true));
            case 15 -> switchOver();
            case 16, 17 -> suspectWrongly(node.id());
            default -> {}
        }
    }

    /** Any of the sixty-four ways in which directed links between three nodes can be cut. */
    private void partition() {
        final int shape = random.nextInt(64);
        int bit = 0;
        for (int from = 0; from < NODES; from++) {
            for (int to = 0; to < NODES; to++) {
                if (from != to) {
                    network.cut(from, to, (shape & 1 << bit++) != 0);
                }
            }
        }
    }

    /** All others suspect a node at once that may work as it should: it goes on under its lease meanwhile. */
    private void suspectWrongly(final int suspected) {
        final long forNs = 1 + random.nextLong(25_000_000);
        nodes.stream().filter(n -> n.id() != suspected).forEach(n -> n.doubt(suspected, forNs));
    }

    private void switchOver() {
        for (int id = 0; id < DATA_NODES; id++) {
            if (nodes.get(id).isRunning()) {
                nodes.get(id).member().switchOver();
            }
        }
    }

    private void step() {
        network.advance(STEP_NS);
        final int first = random.nextInt(NODES);
        for (int i = 0; i < NODES; i++) {
            nodes.get((first + i) % NODES).doWork();
        }
    }

    private void awaitAll() {
        nodes.forEach(SimulatedNode::start);
        awaitReleases(View.Kind.PROTECTED, "everybody works and is connected, but the group is not protected again");
    }

    /** One node is gone for good, and the others can go on if one of them has the state. */
    private void awaitMajority() {
        final int gone = random.nextInt(NODES);
        final boolean wasCrashed = random.nextBoolean();
        nodes.forEach(node -> {
            if (node.id() != gone) {
                node.start();
            }
        });
        if (wasCrashed) {
            nodes.get(gone).crash();
        } else {
            for (int other = 0; other < NODES; other++) {
                network.cut(gone, other, true);
                network.cut(other, gone, true);
            }
        }
        settle();
        if (canGoOnWithout(gone)) {
            awaitReleases(null, "a majority without node " + gone + " works, but nobody forwards");
        }
    }

    /** Lets what is half written become known. */
    private void settle() {
        for (int step = 0; step < 400 && oracle.violation() == null; step++) {
            step();
        }
    }

    private boolean canGoOnWithout(final int gone) {
        final View view = oracle.newest();
        if (view.kind() == View.Kind.NONE) {
            return true;
        }
        return view.members().stream()
                .anyMatch(m -> m.node() != gone && nodes.get(m.node()).is(m));
    }

    private void awaitReleases(final View.Kind kind, final String otherwise) {
        long from = oracle.releases();
        for (int step = 0; step < CALM_STEPS && oracle.violation() == null; step++) {
            step();
            if (kind != null && oracle.newest().kind() != kind) {
                from = oracle.releases();
            }
            if (oracle.releases() >= from + PROOF_RELEASES) {
                return;
            }
        }
        oracle.violate(otherwise + "; the newest is " + oracle.newest() + "\n" + nodes);
    }

    /** The state was given up: allowed only if no node has it. */
    void onGivenUp(final View view) {
        final View before = oracle.before(view);
        if (oracle.newest().number() == view.number()) {
            oracle.onGivenUp(
                    view,
                    before.members().stream().anyMatch(m -> nodes.get(m.node()).is(m)));
        }
    }

    SplittableRandom random() {
        return random;
    }

    SimulatedNetwork network() {
        return network;
    }

    GroupOracle oracle() {
        return oracle;
    }

    long nowNs() {
        return network.nowNs();
    }

    int nextOperation() {
        return nextOperation++;
    }
}
