package io.holdfast.recovery.simulation;

import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A stream over a network that is slow in its own way, takes so much and no more, can be cut and mended, and may lose,
 * repeat or exchange messages.
 */
final class SimulatedStream implements MessageWriter, MessageReader {
    /**
     * What a stream is like.
     *
     * @param delayNs most time under way
     * @param windowMessages that it takes before one arrives
     * @param faultPercent of messages that are lost, repeated or exchanged with the one before, each
     * @param isWork whether a message means that something goes on; heartbeats go on for ever
     */
    record Shape(long delayNs, int windowMessages, int faultPercent, boolean isWork) {}

    private record Message(long dueNs, byte[] bytes) {}

    /** Writes that are refused although there is room, as every now and then happens in Aeron. */
    private static final int REFUSED_PERCENT = 5;

    private static final int NOTHING_PERCENT = 30;

    private final Schedule schedule;
    private final Shape shape;
    private final ArrayDeque<Message> underWay = new ArrayDeque<>();
    private final UnsafeBuffer arrived = new UnsafeBuffer(0, 0);
    private long lastDueNs;
    private long cutUntilNs;
    private boolean losesNext;
    private boolean isClosed;

    SimulatedStream(final Schedule schedule, final Shape shape) {
        this.schedule = schedule;
        this.shape = shape;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean canWrite(final int lengthBytes) {
        return underWay.size() < shape.windowMessages;
    }

    @Override
    public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        Fiber.suspend();
        if (isClosed || underWay.size() >= shape.windowMessages || schedule.chance(REFUSED_PERCENT)) {
            return false;
        }
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        send(bytes);
        if (shape.isWork) {
            schedule.progress();
        }
        Fiber.suspend();
        return true;
    }

    private void send(final byte[] bytes) {
        lastDueNs = Math.max(lastDueNs, schedule.nowNs() + 1 + schedule.random().nextLong(shape.delayNs));
        final boolean isLost = losesNext || isFault();
        losesNext = false;
        if (isLost) {
            return;
        }
        final Message before = underWay.peekLast();
        if (before != null && isFault()) {
            underWay.removeLast();
            underWay.add(new Message(before.dueNs, bytes));
            underWay.add(new Message(lastDueNs, before.bytes));
        } else {
            underWay.add(new Message(lastDueNs, bytes));
        }
        if (isFault()) {
            underWay.add(new Message(lastDueNs, bytes));
        }
    }

    private boolean isFault() {
        return shape.faultPercent > 0 && schedule.chance(shape.faultPercent);
    }

    @Override
    public int poll(final MessageHandler handler, final int limit) {
        int count = 0;
        while (count < limit && hasArrived()) {
            final byte[] bytes = underWay.remove().bytes;
            arrived.wrap(bytes);
            handler.onMessage(arrived, 0, bytes.length);
            if (shape.isWork) {
                schedule.progress();
            }
            count++;
        }
        return count;
    }

    private boolean hasArrived() {
        return schedule.nowNs() >= cutUntilNs && !underWay.isEmpty() && underWay.peek().dueNs <= schedule.nowNs();
    }

    /** Nothing arrives until a time. */
    void cut(final long untilNs) {
        cutUntilNs = untilNs;
    }

    /** The next message is lost. */
    void loseNext() {
        losesNext = true;
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** The sender has died: some of what is under way still arrives, the rest does not. */
    void senderDies() {
        final int drawn = schedule.random().nextInt(underWay.size() + 1);
        final boolean nothing = schedule.nowNs() < cutUntilNs || schedule.chance(NOTHING_PERCENT);
        final List<Message> kept = new ArrayList<>(underWay).subList(0, nothing ? 0 : drawn);
        underWay.clear();
        underWay.addAll(kept);
        cutUntilNs = 0;
    }

    /** Nothing is sent any more; what is under way goes on. */
    @Override
    public void close() {
        isClosed = true;
    }
}
