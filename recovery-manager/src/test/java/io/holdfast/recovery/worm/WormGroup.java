package io.holdfast.recovery.worm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Some members on a simulated network, for tests that tell a story. */
public final class WormGroup {
    public static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    final SplittableRandom random = new SplittableRandom(11);
    final SimulatedNetwork network;
    final List<WormMember> members = new ArrayList<>();
    private final List<Runnable> agents = new ArrayList<>();

    public WormGroup(final int count, final WormLimits limits) {
        network = new SimulatedNetwork(count, random.split());
        for (int m = 0; m < count; m++) {
            final int self = m;
            final WormMember member = new WormMember(
                    self,
                    count,
                    WormTiming.DEFAULT,
                    network::nowNs,
                    random.split(),
                    (to, buffer, offset, length) -> network.send(self, to, buffer, offset, length));
            member.store(Acceptor.open(
                    new MemoryJournalFile(new byte[0], true), "group/" + m, true, limits, network::nowNs, member));
            network.attach(m, member::onMessage);
            members.add(member);
        }
    }

    public WormClient client(final int member) {
        return members.get(member).client();
    }

    /** Has something turned along with the members. */
    void add(final Runnable agent) {
        agents.add(agent);
    }

    /** Turns it no more. */
    void remove(final Runnable agent) {
        agents.remove(agent);
    }

    void stop(final int member) {
        network.attach(member, null);
    }

    public void step() {
        network.advance(100_000);
        members.forEach(WormMember::doWork);
        agents.forEach(Runnable::run);
    }

    public void await(final BooleanSupplier condition) {
        for (int i = 0; i < 50_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            step();
        }
        throw new AssertionError("did not come in 5 simulated seconds");
    }

    /** Begins an operation and waits for what comes of it. */
    public <T> T get(final Consumer<Consumer<T>> operation) {
        final List<T> results = new ArrayList<>();
        operation.accept(results::add);
        await(() -> !results.isEmpty());
        return results.getFirst();
    }
}
