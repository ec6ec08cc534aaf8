package io.holdfast.recovery.attestation;

import static io.holdfast.recovery.view.FailureJudge.Action.GO_SOLO;
import static io.holdfast.recovery.view.FailureJudge.Action.HAND_OVER;
import static io.holdfast.recovery.view.FailureJudge.Action.NOTHING;
import static io.holdfast.recovery.view.FailureJudge.Action.TAKE_OVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.recovery.view.FailureJudge.Action;
import java.util.concurrent.TimeUnit;
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
    private static final int LISTENING_MS = (int)
            TimeUnit.NANOSECONDS.toMillis(SimulatedGroup.SETTINGS.lifetimeNs() - SimulatedGroup.SETTINGS.intervalNs());
    private static final double LOSS = 0.03;
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** A failure, and what m and r are to do then; null for a node that is dead. */
    enum Story {
        NOTHING_HAPPENS(group -> {}, NOTHING, NOTHING),
        MASTER_DIES(group -> group.node("m").dead = true, null, TAKE_OVER),
        REPLICA_DIES(group -> group.node("r").dead = true, GO_SOLO, null),
        WITNESS_DIES(group -> group.node("w").dead = true, NOTHING, NOTHING),
        MASTER_HANGS(group -> group.node("m").hung = true, null, TAKE_OVER),
        MASTERS_WORKER_IS_STUCK(group -> group.node("m").workerStuck = true, NOTHING, TAKE_OVER),
        REPLICA_IS_STUCK(group -> group.node("r").workerStuck = true, GO_SOLO, NOTHING),
        MASTER_LOSES_A_PORT(group -> group.node("m").portsDown = 1, HAND_OVER, NOTHING),
        REPLICA_LOSES_A_PORT(group -> group.node("r").portsDown = 1, NOTHING, NOTHING),
        BOTH_LOSE_A_PORT(
                group -> {
                    group.node("m").portsDown = 1;
                    group.node("r").portsDown = 1;
                },
                NOTHING,
                NOTHING),
        MASTER_LEAVES(group -> group.node("m").leaving = true, HAND_OVER, NOTHING),
        REPLICA_LEAVES(group -> group.node("r").leaving = true, GO_SOLO, NOTHING),
        LINK_IS_CUT(group -> group.cutBoth("m", "r"), GO_SOLO, NOTHING),
        LINK_IS_CUT_ONE_WAY(group -> group.cut("m", "r"), GO_SOLO, NOTHING),
        MASTER_IS_CUT_OFF(
                group -> {
                    group.cutBoth("m", "r");
                    group.cutBoth("m", "w");
                },
                GO_SOLO,
                TAKE_OVER),
        WITNESS_IS_CUT_FROM_ONE(group -> group.cutBoth("r", "w"), NOTHING, NOTHING),
        MASTERS_CLOCK_JUMPS(group -> group.node("m").clockOffsetNs = HOUR_NS, HAND_OVER, NOTHING),
        MASTERS_CLOCK_JUMPS_BACK(group -> group.node("m").clockOffsetNs = -HOUR_NS, HAND_OVER, NOTHING),
        WITNESS_AND_MASTER_DIE(
                group -> {
                    group.node("w").dead = true;
                    group.node("m").dead = true;
                },
                null,
                NOTHING),
        WITNESS_DIES_AND_LINK_IS_CUT(
                group -> {
                    group.node("w").dead = true;
                    group.cutBoth("m", "r");
                },
                GO_SOLO,
                NOTHING),
        LINK_IS_CUT_AND_MASTER_DIES(
                group -> {
                    group.cutBoth("m", "r");
                    group.node("m").dead = true;
                },
                null,
                TAKE_OVER),
        MASTER_IS_STUCK_BEHIND_A_CUT_LINK(
                group -> {
                    group.cutBoth("m", "r");
                    group.node("m").workerStuck = true;
                },
                GO_SOLO,
                TAKE_OVER);

        private final Consumer<SimulatedGroup> failure;
        private final Action ofMaster;
        private final Action ofReplica;

        Story(final Consumer<SimulatedGroup> failure, final Action ofMaster, final Action ofReplica) {
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
        assertEquals(TAKE_OVER, group.node("r").judges());
        group.node("m").start();
        group.run(2 * SETTLE_MS);
        assertEquals(NOTHING, group.node("r").judges());
        assertEquals(NOTHING, group.node("m").judges());
    }

    @Test
    void shouldVouchForAMasterThatWasOnlyHungAndForAHealedLink() {
        final SimulatedGroup group = started(2, SimulatedGroup::groups);
        group.node("m").hung = true;
        group.run(SETTLE_MS);
        group.node("m").hung = false;
        group.cutBoth("m", "r");
        group.run(SETTLE_MS);
        assertEquals(NOTHING, group.node("r").judges());
        group.heal();
        group.run(SETTLE_MS);
        assertEquals(NOTHING, group.node("r").judges());
        assertEquals(NOTHING, group.node("m").judges());
    }

    /** A replica that has just come was once made master for this: its master had been heard by everybody but by it. */
    @Test
    void shouldCallNobodySilentBeforeItHasListenedForAsLongAsCounts() {
        final SimulatedGroup group = started(1, SimulatedGroup::groups);
        group.node("m").dead = true;
        group.node("r").start();
        group.node("r").groups.create(SimulatedGroup.GROUP, SimulatedGroup.MEMBERS);
        final int[] listenedMs = {0};
        group.run(SETTLE_MS, () -> {
            if (++listenedMs[0] < LISTENING_MS) {
                assertNotEquals(Finding.SILENT, findingOfMaster(group), () -> "after " + listenedMs[0] + " ms");
            }
        });
        assertEquals(Finding.SILENT, findingOfMaster(group));
    }

    private static Finding findingOfMaster(final SimulatedGroup group) {
        final SimulatedGroup.Node replica = group.node("r");
        return replica.groups.groups().contains(SimulatedGroup.GROUP)
                ? Word.of(replica.graph(), SimulatedGroup.MEMBERS, 1, Finding.WORKS, 0)
                        .finding(1, 0)
                : null;
    }

    private static SimulatedGroup started(final long seed, final Function<GroupParts, AttestationGroups> maker) {
        final SimulatedGroup group = new SimulatedGroup(seed, LOSS, maker);
        group.run(START_MS);
        assertEquals(NOTHING, group.node("m").judges(), "seed " + seed);
        return group;
    }

    private static void tell(final Story story, final long seed, final Function<GroupParts, AttestationGroups> maker) {
        final SimulatedGroup group = started(seed, maker);
        story.failure.accept(group);
        // While it settles, too, nobody may be told to act against one who works and is connected.
        group.run(SETTLE_MS, () -> {
            check(story, seed, group, "m", story.ofMaster);
            check(story, seed, group, "r", story.ofReplica);
        });
        final String what = story + ", seed " + seed;
        if (story.ofMaster != null) {
            assertEquals(story.ofMaster, group.node("m").judges(), () -> what + graphOf(group, "m"));
        }
        if (story.ofReplica != null) {
            assertEquals(story.ofReplica, group.node("r").judges(), () -> what + graphOf(group, "r"));
        }
    }

    private static String graphOf(final SimulatedGroup group, final String node) {
        return " at " + node + "\n" + AttestationText.lines(group.node(node).graph(), 0);
    }

    private static void check(
            final Story story, final long seed, final SimulatedGroup group, final String node, final Action expected) {
        if (expected != null && expected != group.node(node).judges()) {
            final Action done = group.node(node).judges();
            assertFalse(
                    done == TAKE_OVER || done == GO_SOLO,
                    () -> story + ", seed " + seed + ": " + node + " would " + done + graphOf(group, node));
        }
    }
}
