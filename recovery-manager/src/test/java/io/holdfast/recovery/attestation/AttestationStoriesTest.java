package io.holdfast.recovery.attestation;

import static io.holdfast.recovery.attestation.PairVerdict.CUT_OFF;
import static io.holdfast.recovery.attestation.PairVerdict.FINE;
import static io.holdfast.recovery.attestation.PairVerdict.LINK_CUT;
import static io.holdfast.recovery.attestation.PairVerdict.PEER_DEAD;
import static io.holdfast.recovery.attestation.PairVerdict.PEER_DETACHED;
import static io.holdfast.recovery.attestation.PairVerdict.PEER_STUCK;
import static io.holdfast.recovery.attestation.PairVerdict.PEER_UNSOUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fails, and what the master and the replica then make of each other; under loss, delay and duplication. */
class AttestationStoriesTest {
    /** More of them: {@code -Dholdfast.attestation.seeds=1000}. */
    private static final int SEEDS = Integer.getInteger("holdfast.attestation.seeds", 5);

    private static final int START_MS = 200;
    private static final int SETTLE_MS = 250;
    private static final double LOSS = 0.03;
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** A failure, and the verdicts of m on r and of r on m after it; null for a node that is dead. */
    enum Story {
        NOTHING(group -> {}, FINE, FINE),
        MASTER_DIES(group -> group.node("m").dead = true, null, PEER_DEAD),
        REPLICA_DIES(group -> group.node("r").dead = true, PEER_DEAD, null),
        WITNESS_DIES(group -> group.node("w").dead = true, FINE, FINE),
        MASTER_HANGS(group -> group.node("m").hung = true, null, PEER_DEAD),
        MASTERS_WORKER_IS_STUCK(group -> group.node("m").workerStuck = true, CUT_OFF, PEER_STUCK),
        REPLICA_IS_STUCK(group -> group.node("r").workerStuck = true, PEER_STUCK, CUT_OFF),
        MASTER_LOSES_A_PORT(group -> group.node("m").portsDown = 1, CUT_OFF, PEER_DETACHED),
        LINK_IS_CUT(group -> group.cutBoth("m", "r"), LINK_CUT, LINK_CUT),
        LINK_IS_CUT_ONE_WAY(group -> group.cut("m", "r"), LINK_CUT, LINK_CUT),
        MASTER_IS_CUT_OFF(
                group -> {
                    group.cutBoth("m", "r");
                    group.cutBoth("m", "w");
                },
                CUT_OFF,
                PEER_DEAD),
        WITNESS_IS_CUT_FROM_ONE(group -> group.cutBoth("r", "w"), FINE, FINE),
        MASTERS_CLOCK_JUMPS(group -> group.node("m").clockOffsetNs = HOUR_NS, CUT_OFF, PEER_UNSOUND),
        MASTERS_CLOCK_JUMPS_BACK(group -> group.node("m").clockOffsetNs = -HOUR_NS, CUT_OFF, PEER_UNSOUND),
        WITNESS_AND_MASTER_DIE(
                group -> {
                    group.node("w").dead = true;
                    group.node("m").dead = true;
                },
                null,
                CUT_OFF),
        WITNESS_DIES_AND_LINK_IS_CUT(
                group -> {
                    group.node("w").dead = true;
                    group.cutBoth("m", "r");
                },
                CUT_OFF,
                CUT_OFF),
        LINK_IS_CUT_AND_MASTER_DIES(
                group -> {
                    group.cutBoth("m", "r");
                    group.node("m").dead = true;
                },
                null,
                PEER_DEAD),
        MASTER_IS_STUCK_BEHIND_A_CUT_LINK(
                group -> {
                    group.cutBoth("m", "r");
                    group.node("m").workerStuck = true;
                },
                CUT_OFF,
                PEER_STUCK);

        private final Consumer<SimulatedGroup> failure;
        private final PairVerdict ofMaster;
        private final PairVerdict ofReplica;

        Story(final Consumer<SimulatedGroup> failure, final PairVerdict ofMaster, final PairVerdict ofReplica) {
            this.failure = failure;
            this.ofMaster = ofMaster;
            this.ofReplica = ofReplica;
        }
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void shouldTellWhatHasFailed(final Story story) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            tell(story, seed, SimulatedGroup::groups);
        }
    }

    /** The canary: a test whose finding is not looked at. */
    @Test
    void shouldNoticeThatAStuckWorkerIsAttested() {
        assertThrows(
                AssertionError.class,
                () -> tell(
                        Story.MASTERS_WORKER_IS_STUCK,
                        1,
                        parts -> new AttestationGroups(parts, SimulatedSignatures.INSTANCE) {
                            @Override
                            Finding findingOf(final CorrectnessTest test, final WorkReport report) {
                                return Finding.WORKS;
                            }
                        }));
    }

    @Test
    void shouldVouchForARestartedMaster() {
        final SimulatedGroup group = started(1, SimulatedGroup::groups);
        group.node("m").dead = true;
        group.run(SETTLE_MS);
        assertEquals(PEER_DEAD, group.node("r").judges("m"));
        group.node("m").start();
        group.run(2 * SETTLE_MS);
        assertEquals(FINE, group.node("r").judges("m"));
        assertEquals(FINE, group.node("m").judges("r"));
    }

    @Test
    void shouldVouchForAMasterThatWasOnlyHungAndForAHealedLink() {
        final SimulatedGroup group = started(2, SimulatedGroup::groups);
        group.node("m").hung = true;
        group.run(SETTLE_MS);
        group.node("m").hung = false;
        group.cutBoth("m", "r");
        group.run(SETTLE_MS);
        assertEquals(LINK_CUT, group.node("r").judges("m"));
        group.heal();
        group.run(SETTLE_MS);
        assertEquals(FINE, group.node("r").judges("m"));
        assertEquals(FINE, group.node("m").judges("r"));
    }

    private static SimulatedGroup started(
            final long seed, final Function<AttestationGroups.GroupParts, AttestationGroups> maker) {
        final SimulatedGroup group = new SimulatedGroup(seed, LOSS, maker);
        group.run(START_MS);
        assertEquals(FINE, group.node("m").judges("r"), "seed " + seed);
        return group;
    }

    private static void tell(
            final Story story, final long seed, final Function<AttestationGroups.GroupParts, AttestationGroups> maker) {
        final SimulatedGroup group = started(seed, maker);
        story.failure.accept(group);
        // While it settles, too, nobody may be told to act against one who works and is connected.
        group.run(SETTLE_MS, () -> {
            check(story, seed, group, "m", story.ofMaster);
            check(story, seed, group, "r", story.ofReplica);
        });
        final String what = story + ", seed " + seed;
        if (story.ofMaster != null) {
            assertEquals(story.ofMaster, group.node("m").judges("r"), () -> what + graphOf(group, "m"));
        }
        if (story.ofReplica != null) {
            assertEquals(story.ofReplica, group.node("r").judges("m"), () -> what + graphOf(group, "r"));
        }
    }

    private static String graphOf(final SimulatedGroup group, final String node) {
        return " at " + node + "\n" + AttestationText.lines(group.node(node).graph(), 0);
    }

    private static void check(
            final Story story,
            final long seed,
            final SimulatedGroup group,
            final String node,
            final PairVerdict expected) {
        if (expected != null && !expected.mayTakeOver()) {
            final String peer = node.equals("m") ? "r" : "m";
            assertFalse(
                    group.node(node).judges(peer).mayTakeOver(),
                    () -> story + ", seed " + seed + ": " + node + " would take over" + graphOf(group, node));
        }
    }
}
