package io.holdfast.recovery.nodes;

import io.holdfast.recovery.IdleMode;
import io.holdfast.recovery.WorkerThreads;
import io.holdfast.recovery.order.Waiting;
import io.holdfast.recovery.simulation.Fiber;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/** The threads of one node's workers as fibers, of which the seed says who goes on. */
final class FiberThreads implements WorkerThreads {
    /** That a waiting node's thread takes for each look. */
    private static final long LOOK_NS = 5_000;

    private final NodeWorld world;
    private final List<Fiber> fibers = new ArrayList<>();

    FiberThreads(final NodeWorld world) {
        this.world = world;
    }

    @Override
    public Started start(final String name, final Runnable body) {
        final Fiber fiber = new Fiber(name, body);
        fibers.add(fiber);
        return () -> !fiber.isDone();
    }

    /** One fiber goes on to where it suspends itself next. */
    void step() {
        if (!fibers.isEmpty()) {
            final Fiber fiber = fibers.get(world.random().nextInt(fibers.size()));
            if (!fiber.isDone()) {
                fiber.step();
            }
        }
    }

    @Override
    public void letOthersRun() {
        if (Fiber.isInside()) {
            Fiber.suspend();
        } else {
            world.pass(LOOK_NS);
            step();
        }
    }

    @Override
    public IdleStrategy idle(final IdleMode mode) {
        return new IdleStrategy() {
            @Override
            public void idle(final int workCount) {
                Fiber.suspend();
            }

            @Override
            public void idle() {
                Fiber.suspend();
            }

            @Override
            public void reset() {}
        };
    }

    @Override
    public Waiting patient(final Waiting waiting) {
        return waiting;
    }
}
