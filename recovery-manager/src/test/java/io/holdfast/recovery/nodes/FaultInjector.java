package io.holdfast.recovery.nodes;

import io.holdfast.recovery.NodeBridge;

/** Has one fault happen to a pair. */
final class FaultInjector {
    /** Longest that a process stands still: without a witness, whoever starts afresh waits longer for the other. */
    private static final int SLOW_PERCENT = 3;

    private final NodeSimulation simulation;
    private final NodeWorld world;
    private final NodePlan.Episode episode;
    private final NodeLife master;
    private final NodeLife other;

    /**
     * Of one episode.
     *
     * @param master or whoever is taken for it
     * @param other node
     */
    FaultInjector(
            final NodeSimulation simulation,
            final NodePlan.Episode episode,
            final NodeLife master,
            final NodeLife other) {
        this.simulation = simulation;
        world = simulation.world();
        this.episode = episode;
        this.master = master;
        this.other = other;
    }

    void begin() {
        simulation.restartAfter(episode.lengthNs());
        switch (episode.fault()) {
            case MASTER_DIES -> master.dieAfter(episode.steps());
            case REPLICA_DIES -> other.dieAfter(episode.steps());
            case BOTH_DIE -> {
                master.dieAfter(episode.steps());
                other.dieAfter(world.random().nextInt(episode.steps() + 1));
            }
            case MASTER_STANDS -> {
                if (simulation.plan().isDecided() || master.isProtected()) {
                    master.standUntil(world.nowNs() + episode.lengthNs());
                }
            }
            case REPLICA_STANDS -> other.standUntil(world.nowNs() + episode.lengthNs());
            case REPLICA_IS_SLOW -> {
                other.slowTo(SLOW_PERCENT);
                world.later(episode.lengthNs(), () -> other.slowTo(100));
            }
            case RECORD_IS_LOST -> master.transport().loseNextRecord();
            case CHUNK_IS_LOST -> master.transport().loseNextChunk();
            case LOG_IS_BLOCKED -> master.transport().blockLogs(world.nowNs() + episode.lengthNs());
            case COMES_WITH_ANOTHER_GRAPH -> {
                simulation.nextHasOtherGraph(other);
                other.dieAfter(episode.steps());
            }
            default -> beginInGroup();
        }
    }

    private void beginInGroup() {
        final int witness = NodeBridge.Group.WITNESS;
        switch (episode.fault()) {
            case PAIR_IS_CUT -> {
                world.cut(0, 1);
                world.cut(1, 0);
            }
            case PAIR_IS_CUT_ONE_WAY -> world.cut(master.place(), other.place());
            case NODE_IS_CUT_OFF -> {
                final int place = world.random().nextInt(2);
                for (final int there : new int[] {1 - place, witness}) {
                    world.cut(place, there);
                    world.cut(there, place);
                }
            }
            case WITNESS_DIES -> {
                simulation.group().down(witness);
                world.later(episode.lengthNs(), () -> simulation.group().up(witness));
            }
            case SWITCH_OVER -> whereAlive(true);
            case DRAIN -> whereAlive(false);
            default -> throw new IllegalStateException(episode.fault().name());
        }
        if (!world.isWhole()) {
            world.later(episode.lengthNs(), world::heal);
        }
    }

    private void whereAlive(final boolean switches) {
        if (master.isDead()) {
            return;
        }
        if (switches) {
            master.agent().views().switchOver();
        } else {
            master.agent().views().drainNode(true);
            world.later(episode.lengthNs(), () -> {
                if (!master.isDead()) {
                    master.agent().views().drainNode(false);
                }
            });
        }
    }
}
