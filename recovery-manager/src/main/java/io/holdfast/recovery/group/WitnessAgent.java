package io.holdfast.recovery.group;

import io.holdfast.recovery.view.View;
import io.holdfast.recovery.view.ViewFollower;
import io.holdfast.recovery.worm.WireWriter;
import io.holdfast.recovery.worm.WormClient;
import io.holdfast.recovery.worm.WormCodec;
import io.holdfast.recovery.worm.WormMessage;
import io.holdfast.recovery.worm.WormTiming;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * What the third vote of a group does beside storing registers and attesting: greets, and follows the views. Turned by one
 * thread.
 */
public final class WitnessAgent implements GroupNetwork.Handler {
    private final GroupNetwork network;
    private final GroupSettings group;
    private final NanoClock clock;
    private final WormClient client;
    private final ViewFollower follower;
    private final WireWriter out = new WireWriter();
    private long nextHelloNs;

    /** @param log for people */
    public WitnessAgent(
            final GroupSettings group,
            final GroupNetwork network,
            final NanoClock clock,
            final RandomGenerator random,
            final Consumer<String> log) {
        this.group = group;
        this.network = network;
        this.clock = clock;
        client = new WormClient(GroupSettings.NODES, WormTiming.DEFAULT, clock, random, this::send);
        follower = new ViewFollower(client);
        follower.add(view -> log.accept(view.toString()));
        nextHelloNs = clock.nanoTime();
    }

    private void send(final int node, final WormMessage message) {
        WormCodec.encode(message, out.reset());
        network.toRegisters(node, out.buffer(), 0, out.lengthBytes());
    }

    /** One turn; returns the work done. */
    public int doWork() {
        final long nowNs = clock.nanoTime();
        final int work = network.poll(nowNs, this) + client.doWork();
        if (nextHelloNs - nowNs <= 0) {
            nextHelloNs = nowNs + group.helloNs();
            greet(nowNs);
        }
        return work;
    }

    private void greet(final long nowNs) {
        new Hello(false, 0, follower.newest().number(), nowNs).encode(out);
        for (int node = 0; node < GroupSettings.WITNESS; node++) {
            network.toNode(node, out.buffer(), 0, out.lengthBytes());
        }
    }

    @Override
    public void onFromRegisters(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final WormMessage message = WormCodec.decode(buffer, offset, lengthBytes);
        if (message != null) {
            client.onMessage(node, message);
        }
    }

    @Override
    public void onFromNode(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final Hello hello = Hello.decode(buffer, offset, lengthBytes);
        if (hello != null && !hello.isEcho() && hello.view() > follower.newest().number()) {
            follower.lookNow();
        }
    }

    /** The newest view that it knows. */
    public View newest() {
        return follower.newest();
    }
}
