package io.holdfast.recovery.simulation;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What all nodes of one run share. */
final class World {
    /** Silence after which a node takes its peer for lost. */
    static final long TIMEOUT_NS = 1_000_000;

    static final long HEARTBEAT_NS = 40_000;

    /** In a hundred microseconds a neighbour may be asked again (RFC 1122: at most once a second). */
    private static final long NEIGHBOURS_PACE = 10_000;

    private final Schedule schedule;
    private final Plan plan;
    private final SimulatedWire wire;
    private final SimulatedViews views = new SimulatedViews();
    private final Canary canary;
    private final long seed;
    private final boolean tells;
    private Traffic traffic;
    private int epochs;

    World(final long seed, final int workers, final Canary canary, final boolean tells) {
        this.tells = tells;
        this.seed = seed;
        this.canary = canary;
        schedule = new Schedule(seed);
        // Not from the run's own randomness, of which seeds kept from earlier times know another use.
        final SplittableRandom apart = new SplittableRandom(~seed);
        plan = Plan.of(schedule.random(), workers, canary, apart.nextBoolean(), apart.nextBoolean());
        wire = new SimulatedWire(schedule, 2, workers);
    }

    void traffic(final Traffic newTraffic) {
        traffic = newTraffic;
    }

    /** The nodes' clocks: where neighbours are polled and forgotten, they go faster. */
    long clockNs() {
        return plan.hasNeighbours() ? schedule.nowNs() * NEIGHBOURS_PACE : schedule.nowNs();
    }

    Schedule schedule() {
        return schedule;
    }

    Plan plan() {
        return plan;
    }

    SimulatedWire wire() {
        return wire;
    }

    SimulatedViews views() {
        return views;
    }

    Traffic traffic() {
        return traffic;
    }

    Canary canary() {
        return canary;
    }

    boolean has(final Canary one) {
        return canary == one;
    }

    long seed() {
        return seed;
    }

    /** A log epoch begins; what was done before it is in its snapshot. */
    int beginEpoch() {
        return ++epochs;
    }

    /** Log epochs begun so far. */
    int epochs() {
        return epochs;
    }

    /** Says what happens, to who looks at one run. */
    void tell(final Supplier<String> what) {
        if (tells) {
            System.out.printf("%8d ns, step %6d: %s%n", schedule.nowNs(), schedule.steps(), what.get());
        }
    }
}
