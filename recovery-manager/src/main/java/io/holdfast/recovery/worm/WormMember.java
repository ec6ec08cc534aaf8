package io.holdfast.recovery.worm;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * One member of a group: its acceptor, if it stores registers, and its client, on one way of sending bytes.
 *
 * <p>What a member says to itself does not leave the process. Called by one thread, which also turns it.
 */
public final class WormMember implements WormNetwork {
    /** Messages to itself that may wait; more are lost, like others in a network. */
    public static final int MOST_LOCAL = 4096;

    /** Sends bytes to another member, or loses them. */
    @FunctionalInterface
    public interface Sender {
        void send(int member, DirectBuffer buffer, int offset, int lengthBytes);
    }

    private final int self;
    private final Sender sender;
    private final WireWriter out = new WireWriter();
    private final ArrayDeque<WormMessage> local = new ArrayDeque<>();
    private final WormClient client;
    private Acceptor acceptor;
    private long malformedCount;
    private long lostLocalCount;

    /**
     * @param self number of this member
     * @param acceptors how many members store registers: those numbered from 0
     */
    public WormMember(
            final int self,
            final int acceptors,
            final WormTiming timing,
            final NanoClock clock,
            final RandomGenerator random,
            final Sender sender) {
        this.self = self;
        this.sender = sender;
        client = new WormClient(acceptors, timing, clock, random, this);
    }

    /** Lets this member store registers; the acceptor must send by this member. */
    public void store(final Acceptor storing) {
        acceptor = storing;
    }

    public WormClient client() {
        return client;
    }

    /** The acceptor, or null if this member stores nothing. */
    public Acceptor acceptor() {
        return acceptor;
    }

    @Override
    public void send(final int member, final WormMessage message) {
        if (member != self) {
            WormCodec.encode(message, out.reset());
            sender.send(member, out.buffer(), 0, out.lengthBytes());
        } else if (local.size() < MOST_LOCAL) {
            local.add(message);
        } else {
            lostLocalCount++;
        }
    }

    /** Takes bytes from another member; garbage is counted and dropped. */
    public void onMessage(final int from, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final WormMessage message = WormCodec.decode(buffer, offset, lengthBytes);
        if (message == null) {
            malformedCount++;
        } else {
            dispatch(from, message);
        }
    }

    private void dispatch(final int from, final WormMessage message) {
        switch (message) {
            case WormMessage.Prepare m -> request(from, m);
            case WormMessage.Write m -> request(from, m);
            case WormMessage.Read m -> request(from, m);
            case WormMessage.Trim m -> request(from, m);
            case WormMessage.Listen m -> request(from, m);
            case WormMessage.Decided m -> {
                client.onMessage(from, m);
                request(from, m);
            }
            default -> client.onMessage(from, message);
        }
    }

    private void request(final int from, final WormMessage message) {
        if (acceptor != null) {
            acceptor.onMessage(from, message);
        }
    }

    /** Takes what waits, and answers it; returns the work done. */
    public int doWork() {
        int work = client.doWork();
        for (int i = local.size(); i > 0; i--) {
            dispatch(self, local.poll());
            work++;
        }
        return work + (acceptor == null ? 0 : acceptor.flush());
    }

    /** Messages that were no messages. */
    public long malformedCount() {
        return malformedCount;
    }

    /** Messages to itself that found no room. */
    public long lostLocalCount() {
        return lostLocalCount;
    }
}
