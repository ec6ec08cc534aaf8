package io.holdfast.recovery.nodes;

import io.holdfast.log.LogRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a run is like, drawn from its seed.
 *
 * @param workers of each node
 * @param hasNeighbours whether the nodes must find their neighbours first, and bursts are full at times
 * @param isDecided whether there is a witness, and registers decide views
 * @param records that are logged
 * @param shape of the streams
 * @param groupTroublePercent of the group's messages that are lost, and that come twice
 * @param flows of the clients
 * @param turnNs most time between two turns of the world
 * @param packetPercent of those turns in which a client sends
 * @param replayDelayMs for lazy replay, or 0
 * @param episodes one after the other
 */
record NodePlan(
        int workers,
        boolean hasNeighbours,
        boolean isDecided,
        LogRecords records,
        LifeTransport.Shape shape,
        int groupTroublePercent,
        int flows,
        long turnNs,
        int packetPercent,
        int replayDelayMs,
        List<Episode> episodes) {
    /** When something happens. */
    enum Moment {
        /** Whatever the pair is at. */
        ANY,
        /** The pair is protected. */
        PROTECTED,
        /** A node is joining. */
        JOINING,
        /** A pair has just become protected. */
        BECOMES_PROTECTED
    }

    /**
     * Something happens.
     *
     * @param fault what
     * @param moment when
     * @param turns of the world after that moment
     * @param steps of a process that dies, before it does
     * @param lengthNs for which it lasts, or a process stays dead
     */
    record Episode(NodeFault fault, Moment moment, int turns, int steps, long lengthNs) {}

    private static final int MOST_EPISODES = 5;
    private static final int MOST_STEPS = 60;
    private static final long MOST_LENGTH_NS = 250_000_000;

    /**
     * Draws a plan.
     *
     * @param mayHaveNeighbours drawn elsewhere, so that seeds kept from earlier times go on as they did
     */
    static NodePlan of(final SplittableRandom random, final NodeCanary canary, final boolean mayHaveNeighbours) {
        final boolean drawn = random.nextInt(100) < 60;
        final boolean isDecided = canary == null || canary.isDecided() == null ? drawn : canary.isDecided();
        return new NodePlan(
                canary == NodeCanary.PASSES_ON_FOR_ONE ? 2 : new int[] {1, 1, 2, 3}[random.nextInt(4)],
                canary == NodeCanary.PASSES_ON_FOR_ONE || mayHaveNeighbours,
                isDecided,
                random.nextInt(100) < 60 || canary == NodeCanary.PASSES_ON_FOR_ONE
                        ? LogRecords.CHANGES
                        : LogRecords.ALL,
                new LifeTransport.Shape(
                        1L << random.nextInt(14, 22),
                        4 << random.nextInt(6),
                        random.nextInt(100) < 40 ? random.nextInt(1, 12) : 0,
                        canary == NodeCanary.USES_ANY_SNAPSHOT || random.nextInt(100) < 10 ? 60 : 0),
                random.nextInt(100) < 40 ? random.nextInt(1, 15) : 0,
                random.nextInt(4, 40),
                50_000L << random.nextInt(4),
                random.nextInt(5, 60),
                random.nextInt(100) < 20 ? random.nextInt(1, 30) : 0,
                episodes(random, isDecided, canary));
    }

    private static List<Episode> episodes(
            final SplittableRandom random, final boolean isDecided, final NodeCanary canary) {
        final List<Episode> episodes = new ArrayList<>();
        for (int i = random.nextInt(1, MOST_EPISODES + 1); i > 0; i--) {
            final int drawn = random.nextInt(100);
            NodeFault fault = drawn < 25
                    ? NodeFault.MASTER_DIES
                    : drawn < 40
                            ? NodeFault.MASTER_STANDS
                            : NodeFault.values()[random.nextInt(NodeFault.values().length)];
            if (canary != null && random.nextInt(100) < 50) {
                fault = canary.provokedBy();
            }
            if (fault.needsWitness() && !isDecided) {
                fault = NodeFault.MASTER_DIES;
            }
            final int draw = random.nextInt(100);
            episodes.add(new Episode(
                    fault,
                    draw < 25
                            ? Moment.ANY
                            : draw < 50 ? Moment.PROTECTED : draw < 75 ? Moment.JOINING : Moment.BECOMES_PROTECTED,
                    random.nextInt(1 << random.nextInt(draw < 75 ? 10 : 4)),
                    random.nextInt(1 + random.nextInt(MOST_STEPS)),
                    random.nextBoolean()
                            ? random.nextLong(1L << random.nextInt(18, 28)) % MOST_LENGTH_NS
                            : random.nextLong(MOST_LENGTH_NS / 4, MOST_LENGTH_NS)));
        }
        return episodes;
    }
}
