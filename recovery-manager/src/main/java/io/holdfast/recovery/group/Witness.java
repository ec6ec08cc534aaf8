package io.holdfast.recovery.group;

import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.view.View;
import io.holdfast.recovery.view.ViewFollower;
import io.holdfast.recovery.worm.WireWriter;
import io.holdfast.recovery.worm.WormClient;
import io.holdfast.recovery.worm.WormCodec;
import io.holdfast.recovery.worm.WormMessage;
import io.holdfast.recovery.worm.WormTiming;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A group's third vote: stores registers, says whom it hears, and follows the views. It forwards nothing. Its registers
 * have a thread of their own; the rest is turned by the thread that calls {@link #run}.
 */
public final class Witness implements AutoCloseable, GroupNetwork.Handler {
    private final UdpGroupNetwork network;
    private final RegisterServer registers;
    private final GroupSettings group;
    private final Attendance attendance;
    private final WormClient client;
    private final ViewFollower follower;
    private final WireWriter out = new WireWriter();
    private long nextHelloNs;
    private volatile Throwable failure;

    /**
     * Opens all that it needs.
     *
     * @param log for people
     */
    public Witness(final GroupSettings group, final GroupKeys keys, final Consumer<String> log) {
        this.group = group;
        attendance = new Attendance(GroupSettings.WITNESS, group.suspicionNs());
        registers = new RegisterServer(group, GroupSettings.WITNESS, keys, thrown -> failure = thrown);
        try {
            network = new UdpGroupNetwork(new GroupAddresses(group), GroupSettings.WITNESS, keys);
        } catch (final RuntimeException e) {
            registers.close();
            throw e;
        }
        client = new WormClient(
                GroupSettings.NODES, WormTiming.DEFAULT, SystemNanoClock.INSTANCE, new SecureRandom(), this::send);
        follower = new ViewFollower(client);
        follower.add(view -> log.accept(view.toString()));
        nextHelloNs = System.nanoTime();
    }

    private void send(final int node, final WormMessage message) {
        WormCodec.encode(message, out.reset());
        network.toRegisters(node, out.buffer(), 0, out.lengthBytes());
    }

    /** One turn, which waits for messages for a moment if there are none. */
    public void run() {
        if (failure != null) {
            throw new IllegalStateException("the registers have failed: " + failure.getMessage(), failure);
        }
        final long nowNs = System.nanoTime();
        attendance.onTurn(nowNs);
        network.poll(nowNs, this);
        client.doWork();
        if (nextHelloNs - nowNs <= 0) {
            nextHelloNs = nowNs + group.helloNs();
            greet(nowNs);
        }
        network.socket().await(1);
    }

    private void greet(final long nowNs) {
        int row = 0;
        for (int node = 0; node < GroupSettings.WITNESS; node++) {
            row |= attendance.works(node, nowNs) ? 1 << node : 0;
        }
        new Hello(false, 0, follower.newest().number(), true, row, nowNs).encode(out);
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
        if (hello != null && !hello.isEcho()) {
            attendance.onHello(node, hello, System.nanoTime());
            if (hello.view() > follower.newest().number()) {
                follower.lookNow();
            }
        }
    }

    /** The newest view that it knows. */
    public View newest() {
        return follower.newest();
    }

    @Override
    public void close() {
        network.close();
        registers.close();
    }
}
