package io.holdfast.recovery.simulation;

import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An ordered stream over a network that is slow in its own way, takes so much and no more, and can be cut. */
final class SimulatedStream implements MessageWriter, MessageReader {
    /** Writes that are refused although there is room, as every now and then happens in Aeron. */
    private static final int REFUSED_PERCENT = 5;

    private static final int NOTHING_PERCENT = 30;

    private record Message(long dueNs, byte[] bytes) {}

    private final Schedule schedule;
    private final long delayNs;
    private final int windowMessages;
    private final ArrayDeque<Message> underWay = new ArrayDeque<>();
    private final UnsafeBuffer arrived;
    private long lastDueNs;
    private boolean isCut;

    SimulatedStream(final Schedule schedule, final long delayNs, final int windowMessages, final int maxMessageBytes) {
        this.schedule = schedule;
        this.delayNs = delayNs;
        this.windowMessages = windowMessages;
        arrived = new UnsafeBuffer(ByteBuffer.allocateDirect(maxMessageBytes));
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean canWrite(final int lengthBytes) {
        return underWay.size() < windowMessages;
    }

    @Override
    public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        Fiber.suspend();
        if (underWay.size() >= windowMessages || schedule.chance(REFUSED_PERCENT)) {
            return false;
        }
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        lastDueNs = Math.max(lastDueNs, schedule.nowNs() + 1 + schedule.random().nextLong(delayNs));
        underWay.add(new Message(lastDueNs, bytes));
        schedule.progress();
        Fiber.suspend();
        return true;
    }

    @Override
    public int poll(final MessageHandler handler, final int limit) {
        int count = 0;
        while (count < limit && !isCut && !underWay.isEmpty() && underWay.peek().dueNs <= schedule.nowNs()) {
            final byte[] bytes = underWay.remove().bytes;
            arrived.putBytes(0, bytes);
            handler.onMessage(arrived, 0, bytes.length);
            schedule.progress();
            count++;
        }
        return count;
    }

    /** Nothing arrives any more. */
    void cut() {
        isCut = true;
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** The sender has died: some of what is under way still arrives, the rest does not. */
    void senderDies() {
        final int drawn = schedule.random().nextInt(underWay.size() + 1);
        int keep = isCut || schedule.chance(NOTHING_PERCENT) ? 0 : drawn;
        final ArrayDeque<Message> kept = new ArrayDeque<>();
        while (keep-- > 0) {
            kept.add(underWay.remove());
        }
        underWay.clear();
        underWay.addAll(kept);
        isCut = false;
    }

    @Override
    public void close() {}
}
