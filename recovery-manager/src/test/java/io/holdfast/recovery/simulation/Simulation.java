package io.holdfast.recovery.simulation;

import io.holdfast.recovery.replay.ReplayDivergence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One simulated run: a pair of nodes with several workers, from the first packet to the last one's rest.
 *
 * <pre>
 *   a pair, or a master and one that joins ─► traffic, and one fault after the other ─► mended ─► protected, at rest
 * </pre>
 *
 * <p>Whenever there is a master without a replica, a fresh node joins, unless the run is a short one, which ends after
 * its take-over.
 */
final class Simulation implements AutoCloseable {
    /**
     * What came of a run.
     *
     * @param violation what was broken, or null
     * @param takeovers that happened
     * @param joins that came to an end: protected
     * @param cuts take-overs in which the line cut a stream
     * @param rerunRecords beyond the line that were run again
     * @param lostRecords beyond the line that were dropped, as the log had only their packets' headers
     * @param resentPackets that the old masters were not known to have released
     * @param skippedBursts that left no record, as they changed nothing
     * @param steps suspension points passed
     */
    record Outcome(
            long seed,
            int workers,
            String violation,
            int takeovers,
            int joins,
            int solos,
            int cuts,
            long rerunRecords,
            long lostRecords,
            long resentPackets,
            long skippedBursts,
            long steps) {}

    private static final int MAX_STEPS = 4_000_000;
    private static final int CHECK_STEPS = 8;
    private static final int REST_TURNS = 2;
    private static final int LAST_PACKETS = 8;
    private static final int LIFELINE_PERCENT = 50;
    private static final long MAX_REJOIN_NS = World.TIMEOUT_NS / 10;

    private final World world;
    private final Plan plan;
    private final Schedule schedule;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private SimulatedNode master;
    private SimulatedNode other;
    private SimulatedConnection connection;
    private boolean joins;
    private long rejoinNs;
    private long lastView;
    private int takeovers;
    private int completedJoins;
    private int solos;
    private int cuts;
    private long rerunRecords;
    private long lostRecords;
    private long resentPackets;

    /** How a run is looked at: as packets leave, rather than only after a take-over; and whether it is told about. */
    record Look(boolean watchesReleases, boolean tells) {
        static final Look USUAL = new Look(true, false);
    }

    private Simulation(final long seed, final int workers, final Canary canary, final Look look) {
        world = new World(seed, workers, canary, look.tells);
        schedule = world.schedule();
        plan = world.plan();
        world.traffic(plan.isNat() ? new NatTraffic(world) : new ProgramTraffic(world, look.watchesReleases));
    }

    /** Runs a seed to its end. */
    static Outcome run(final long seed, final int workers, final Canary canary) {
        return run(seed, workers, canary, Look.USUAL);
    }

    /** Runs a seed to its end, and looks at it in some way. */
    static Outcome run(final long seed, final int workers, final Canary canary, final Look look) {
        try (Simulation simulation = new Simulation(seed, workers, canary, look)) {
            String violation = null;
            try {
                simulation.run();
            } catch (final Violation | ReplayDivergence e) {
                violation = e.getMessage();
            } catch (final RuntimeException e) {
                violation = "a node failed: " + e + (e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "")
                        + "; " + simulation.describe();
            }
            return simulation.outcome(seed, workers, violation);
        }
    }

    private Outcome outcome(final long seed, final int workers, final String violation) {
        return new Outcome(
                seed,
                workers,
                violation,
                takeovers,
                completedJoins,
                solos,
                cuts,
                rerunRecords,
                lostRecords,
                resentPackets,
                nodes.stream()
                        .filter(node -> node.master() != null)
                        .mapToLong(node -> node.master().skippedBursts())
                        .sum(),
                schedule.steps());
    }

    private void run() {
        begin();
        for (final Plan.Episode episode : plan.episodes()) {
            world.traffic().more(episode.packets());
            final long from = schedule.progressCount();
            runUntil(() -> schedule.progressCount() - from >= episode.afterProgress() || isAtRest());
            if (episode.waitsForProtection()) {
                runUntil(() -> isProtected() || !joins && !world.views().isProtected());
            }
            happen(episode);
        }
        joins = plan.endsProtected();
        runUntil(() -> isMasterReady() && (!joins || isProtected()));
        if (joins) {
            world.traffic().more(LAST_PACKETS);
        }
        comeToRest();
        end();
    }

    private void begin() {
        joins = plan.endsProtected();
        world.traffic().more(plan.packets());
        master = newNode();
        final SimulatedMaster first = new SimulatedMaster(master, false);
        world.views().begin(master, null);
        if (plan.beginsProtected()) {
            other = newNode();
            connection = new SimulatedConnection(schedule, plan, null);
            first.beginProtected(other, connection);
            newReplica(true).start();
            world.views().begin(master, other);
        }
        lastView = world.views().view();
        first.start();
    }

    private SimulatedNode newNode() {
        final SimulatedNode node = new SimulatedNode(world, nodes.size() + 1);
        nodes.add(node);
        return node;
    }

    private SimulatedReplica newReplica(final boolean isFresh) {
        return new SimulatedReplica(other, master, connection, isFresh, this::onTakingOver);
    }

    private void happen(final Plan.Episode episode) {
        world.tell(() -> episode + ": " + describe());
        switch (episode.fault()) {
            case MASTER_DIES -> killMaster();
            case MASTER_DIES_BEHIND_A_CUT -> killMasterBehindCut(episode);
            case REPLICA_DIES -> killReplica();
            case LINK_IS_CUT -> cut(episode.lastsNs());
            case REPLICA_STALLS -> stall(other, episode.lastsNs());
            case MASTER_STALLS -> stall(master, episode.lastsNs());
            case RECORD_IS_LOST -> loseRecord();
        }
    }

    /** Only a protected master's death is survived; of two that are not protected, the joining one dies. */
    private void killMaster() {
        if (!isProtected()) {
            killReplica();
            return;
        }
        final SimulatedReplica replica = other.replica();
        master.die();
        connection.masterDies();
        if (schedule.chance(LIFELINE_PERCENT)) {
            replica.noticeMastersDeath();
        }
    }

    private void killMasterBehindCut(final Plan.Episode episode) {
        cut(World.TIMEOUT_NS);
        final long untilNs = schedule.nowNs() + episode.lastsNs();
        runUntil(() -> schedule.nowNs() >= untilNs);
        killMaster();
    }

    private void killReplica() {
        if (other != null && !master.isDead() && !other.replica().isTakingOver()) {
            connection.replicaDies();
            forgetReplica();
        }
    }

    private void cut(final long lastsNs) {
        if (connection != null) {
            connection.cut(schedule.nowNs() + lastsNs);
        }
    }

    private void stall(final SimulatedNode node, final long lastsNs) {
        if (node != null) {
            schedule.freeze(node.prefix(), schedule.nowNs() + lastsNs);
        }
    }

    private void loseRecord() {
        if (connection != null) {
            connection.log(schedule.random().nextInt(plan.workers())).loseNext();
        }
    }

    /** The replica has won the view: the old master, if it lives, lets go of nothing from here on. */
    private void onTakingOver(final SimulatedReplica replica) {
        if (!master.isDead()) {
            master.die();
            replica.connection().masterDies();
        }
    }

    private boolean isProtected() {
        return isMasterReady() && world.views().isProtected() && other != null;
    }

    private boolean isMasterReady() {
        return !master.isDead() && (other == null || !other.replica().isTakingOver());
    }

    /** What happens between nodes: a replica is ready to forward, has nothing to do any more, or a new one comes. */
    private void tend() {
        if (world.views().view() != lastView) {
            lastView = world.views().view();
            final boolean isSolo =
                    world.views().master() == master && !world.views().isProtected();
            solos += isSolo ? 1 : 0;
            completedJoins += world.views().isProtected() ? 1 : 0;
            world.tell(() -> "view " + lastView + (isSolo ? " solo: " : ": ") + describe());
        }
        if (other != null && other.replica().isReady()) {
            takeOver();
        } else if (other != null && other.replica().isGone()) {
            forgetReplica();
        } else if (other == null
                && joins
                && !master.isDead()
                && schedule.nowNs() >= rejoinNs
                && master.master().acceptsReplica()) {
            join();
        }
    }

    private void forgetReplica() {
        world.tell(() -> "gone: " + other.describe());
        other.die();
        other = null;
        rejoinNs = schedule.nowNs() + schedule.random().nextLong(MAX_REJOIN_NS);
    }

    private void join() {
        final SimulatedConnection earlier = schedule.chance(LIFELINE_PERCENT) ? connection : null;
        connection = new SimulatedConnection(schedule, plan, earlier);
        other = newNode();
        world.tell(() -> other.prefix() + "joins");
        master.master().accept(other, connection);
        newReplica(false).start();
        schedule.progress();
    }

    private void takeOver() {
        world.tell(() -> "takes over: " + other.describe());
        final SimulatedNode old = master;
        final SimulatedReplica replica = other.replica();
        master = other;
        other = null;
        takeovers++;
        cuts += replica.isCut() ? 1 : 0;
        rerunRecords += replica.rerunRecords();
        lostRecords += replica.lostRecords();
        resentPackets += replica.resentPackets();
        world.wire().loseWhatArrived();
        if (replica.hasStoredAll(old.master())) {
            StateComparison.check(old.state(), master.state());
        }
        world.traffic().onTakenOver(master);
        replica.forward();
        rejoinNs = schedule.nowNs() + schedule.random().nextLong(MAX_REJOIN_NS);
        schedule.progress();
    }

    private boolean isAtRest() {
        return schedule.steps() % CHECK_STEPS == 0
                && isMasterReady()
                && world.wire().isEmpty()
                && master.master().holdsNothing()
                && world.traffic().isAtRest(master);
    }

    /** Everything that can happen has happened, timers included. */
    private void comeToRest() {
        do {
            runUntil(this::isAtRest);
            master.master().restTurns();
            runUntil(() -> !isMasterReady() || master.master().hasTurned(REST_TURNS));
        } while (!isMasterReady() || !world.wire().isEmpty() || joins && !isProtected());
    }

    private void end() {
        final boolean isPair = isProtected();
        final SimulatedNode replica = other;
        master.master().stop();
        if (isPair) {
            replica.replica().replayAll();
        }
        runUntil(() -> master.isDead()
                || master.master().isStopped()
                        && (!isPair || replica.isDead() || replica.replica().hasReplayed(master.master())));
        if (!master.isDead() && isPair && !replica.isDead()) {
            StateComparison.check(master.state(), replica.state());
            replica.close();
        }
        if (!master.isDead()) {
            master.close();
        }
        if (!master.isDead()) {
            world.traffic().atEnd(master);
        }
    }

    private void runUntil(final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            schedule.step();
            tend();
            if (schedule.isStuck()) {
                throw new Violation("nobody goes on: " + describe());
            }
            if (schedule.steps() > MAX_STEPS) {
                throw new Violation("it does not come to rest: " + describe());
            }
        }
    }

    private String describe() {
        return master.describe() + (other == null ? "" : "; " + other.describe());
    }

    @Override
    public void close() {
        nodes.forEach(SimulatedNode::destroy);
    }
}
