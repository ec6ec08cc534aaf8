package io.holdfast.recovery.simulation;

import io.holdfast.log.LogRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a seed makes of a run, apart from who goes on when.
 *
 * @param workers of each node
 * @param isNat whether the graph is the address translator, rather than the program element
 * @param hasNeighbours whether the translator must find its neighbours first, and bursts are full at times
 * @param records which bursts and packets the log keeps
 * @param keepsWholePackets {@code capture: full}
 * @param packets that come in at first
 * @param beginsProtected whether both nodes are there from the start; otherwise the replica joins under traffic
 * @param episodes what goes wrong, one after the other
 * @param endsProtected whether at the end the pair must become protected once more
 * @param controlFaultPercent of control messages that are lost, repeated or exchanged
 * @param resends {@code takeover.resend}
 * @param isLazy whether replay waits as long as it can
 * @param holdPackets capacity of a hold queue
 * @param windowMessages of a log stream
 * @param ringAccesses that wait for replay at most, per worker
 */
record Plan(
        int workers,
        boolean isNat,
        boolean hasNeighbours,
        LogRecords records,
        boolean keepsWholePackets,
        int packets,
        boolean beginsProtected,
        List<Episode> episodes,
        boolean endsProtected,
        int controlFaultPercent,
        boolean resends,
        boolean isLazy,
        int holdPackets,
        int windowMessages,
        int ringAccesses) {
    /** What goes wrong. */
    enum Fault {
        /** The master's process ends. */
        MASTER_DIES,
        /** The link is cut, and soon after the master's process ends. */
        MASTER_DIES_BEHIND_A_CUT,
        /** The replica's process ends, joining or protecting. */
        REPLICA_DIES,
        /** Nothing arrives in either direction for a while. */
        LINK_IS_CUT,
        /** The replica stands still for a while. */
        REPLICA_STALLS,
        /** The master stands still for a while. */
        MASTER_STALLS,
        /** A record never arrives: a stream was closed and opened again. */
        RECORD_IS_LOST
    }

    /**
     * Something goes wrong.
     *
     * @param afterProgress since the episode before
     * @param packets that come in meanwhile
     * @param lastsNs how long, where it ends by itself
     * @param waitsForProtection whether it happens to a protected pair only; otherwise at whatever step
     */
    record Episode(Fault fault, long afterProgress, int packets, long lastsNs, boolean waitsForProtection) {}

    /** What one record can hold. */
    private static final int MIN_RING_ACCESSES = Faults.ACCESS_BYTES / 2;

    private static final int LAZY_RING_ACCESSES = 4096;
    private static final int PROGRESS_PER_PACKET = 14;
    private static final int MAX_EPISODES = 5;

    /** Whether nothing that a replica has may be missing outside after a take-over. */
    boolean sendsAllAgain() {
        return resends && keepsWholePackets && records == LogRecords.ALL;
    }

    /**
     * Draws a plan.
     *
     * @param resends {@code takeover.resend}
     * @param mayHaveNeighbours whether a translator has neighbours to find; as resends, drawn elsewhere, so that seeds
     *     kept from earlier times go on as they did
     */
    static Plan of(
            final SplittableRandom random,
            final int workers,
            final Canary canary,
            final boolean resends,
            final boolean mayHaveNeighbours) {
        final int packets = random.nextInt(8, 48);
        final boolean isLong = random.nextInt(100) < 45;
        final boolean isLazy = random.nextInt(100) < 30;
        final boolean needsNeighbours = canary != null && canary.needsNeighbours();
        final boolean isNat =
                random.nextInt(100) < 25 && (canary == null || !canary.needsPrograms()) || needsNeighbours;
        return new Plan(
                workers,
                isNat,
                isNat && (mayHaveNeighbours || needsNeighbours),
                random.nextInt(100) < 60 ? LogRecords.CHANGES : LogRecords.ALL,
                random.nextInt(100) < 70,
                packets,
                !isLong || random.nextInt(100) < 50,
                isLong ? manyEpisodes(random) : oneEpisode(random, packets),
                isLong,
                random.nextInt(100) < 40 ? random.nextInt(1, 15) : 0,
                resends,
                isLazy,
                random.nextBoolean() ? 256 : 512,
                2 << random.nextInt(4),
                isLazy ? LAZY_RING_ACCESSES : MIN_RING_ACCESSES << random.nextInt(3));
    }

    private static List<Episode> oneEpisode(final SplittableRandom random, final int packets) {
        final int draw = random.nextInt(100);
        if (draw >= 85) {
            return List.of();
        }
        final Fault fault = draw < 20 ? Fault.MASTER_DIES_BEHIND_A_CUT : Fault.MASTER_DIES;
        final long span = (long) packets * PROGRESS_PER_PACKET;
        return List.of(new Episode(fault, 1 + random.nextLong(span), 0, World.TIMEOUT_NS / 20, true));
    }

    private static List<Episode> manyEpisodes(final SplittableRandom random) {
        final List<Episode> episodes = new ArrayList<>();
        final int count = random.nextInt(1, MAX_EPISODES + 1);
        for (int i = 0; i < count; i++) {
            final int packets = random.nextInt(2, 16);
            final int draw = random.nextInt(100);
            final Fault fault = draw < 35 ? Fault.MASTER_DIES : Fault.values()[1 + random.nextInt(6)];
            episodes.add(new Episode(
                    fault,
                    1 + random.nextLong((long) packets * PROGRESS_PER_PACKET),
                    packets,
                    1 + random.nextLong(World.TIMEOUT_NS * 3 / 2),
                    random.nextInt(100) < 60));
        }
        return episodes;
    }
}
