package io.holdfast.recovery.nodes;

import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import io.holdfast.log.sbe.MessageHeaderDecoder;
import io.holdfast.log.sbe.PassedPacketDecoder;
import io.holdfast.recovery.simulation.Fiber;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The streams between two processes: each takes so much before the receiver takes some, connects after a while, and is
 * slow in its own way. A stream goes to the process that is there; what was sent to one that has died is lost, and a new one
 * hears what is sent from there on, whoever opened the stream.
 */
final class LifeTransport implements Transport {
    private static final int REFUSED_PERCENT = 2;
    private static final long CONNECT_NS = 3_000_000;

    /**
     * What streams are like.
     *
     * @param delayNs most time under way
     * @param windowMessages that a log stream takes before one is taken in
     * @param troublePercent of control messages that are lost, repeated or overtaken, each
     * @param garblePermille of the snapshots' messages in which a bit changes
     */
    record Shape(long delayNs, int windowMessages, int troublePercent, int garblePermille) {}

    private enum Kind {
        CONTROL,
        LOG,
        SNAPSHOT
    }

    private record Message(Stream stream, byte[] bytes) {}

    private final NodeWorld world;
    private final NodeLife self;
    private final Shape shape;
    private final Map<String, ArrayDeque<Message>> inbox = new HashMap<>();
    private final MessageWriter controlWriter;
    private boolean losesNextRecord;
    private boolean losesNextChunk;
    private long blockedUntilNs;

    LifeTransport(final NodeWorld world, final NodeLife self, final Shape shape) {
        this.world = world;
        this.self = self;
        this.shape = shape;
        controlWriter = new Stream(Kind.CONTROL, 0);
    }

    /** The next record that this process logs is lost. */
    void loseNextRecord() {
        losesNextRecord = true;
    }

    /** The next message of a snapshot is lost. */
    void loseNextChunk() {
        losesNextChunk = true;
    }

    /** Its logs take nothing for a while. */
    void blockLogs(final long untilNs) {
        blockedUntilNs = untilNs;
    }

    private ArrayDeque<Message> inbox(final String name) {
        return inbox.computeIfAbsent(name, key -> new ArrayDeque<>());
    }

    @Override
    public MessageWriter controlWriter() {
        return controlWriter;
    }

    @Override
    public MessageReader controlReader() {
        return new Reader(inbox("CONTROL0"));
    }

    @Override
    public MessageWriter openLogWriter(final int worker) {
        return new Stream(Kind.LOG, worker);
    }

    @Override
    public MessageReader logReader(final int worker) {
        return new Reader(inbox("LOG" + worker));
    }

    @Override
    public MessageWriter openSnapshotWriter() {
        return new Stream(Kind.SNAPSHOT, 0);
    }

    @Override
    public MessageReader snapshotReader() {
        return new Reader(inbox("SNAPSHOT0"));
    }

    @Override
    public int doWork() {
        return 0;
    }

    @Override
    public long invalidCount() {
        return 0;
    }

    @Override
    public void close() {}

    private final class Stream implements MessageWriter {
        private final Kind kind;
        private final String name;
        private final int window;
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private NodeLife target;
        private long connectedNs;
        private long lastDueNs;
        private int underWay;
        private boolean isClosed;

        private Stream(final Kind kind, final int worker) {
            this.kind = kind;
            name = kind.name() + worker;
            window = kind == Kind.LOG ? shape.windowMessages : kind == Kind.SNAPSHOT ? 4 : 64;
        }

        @Override
        public boolean isConnected() {
            final NodeLife there = self.peer();
            if (there == null || there.isDead()) {
                return false;
            }
            if (there != target) {
                target = there;
                underWay = 0;
                connectedNs = world.nowNs() + world.random().nextLong(CONNECT_NS);
            }
            return world.nowNs() >= connectedNs && !isAnyWayCut() || underWay > 0;
        }

        private boolean isAnyWayCut() {
            return world.isCut(self.place(), 1 - self.place()) || world.isCut(1 - self.place(), self.place());
        }

        @Override
        public boolean canWrite(final int lengthBytes) {
            return isConnected() && underWay < window && (kind != Kind.LOG || world.nowNs() >= blockedUntilNs);
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            if (self.isDeadNow()) {
                return true;
            }
            if (kind == Kind.LOG && world.chance(20)) {
                Fiber.suspend();
            }
            if (isClosed || !canWrite(lengthBytes) || world.chance(REFUSED_PERCENT)) {
                return false;
            }
            final byte[] bytes = new byte[lengthBytes];
            buffer.getBytes(offset, bytes);
            if (!isLost()) {
                garble(bytes);
                dispatch(bytes);
                if (kind == Kind.CONTROL && !isPassed(bytes) && world.chance(shape.troublePercent)) {
                    dispatch(bytes.clone());
                }
            }
            if (kind == Kind.LOG && world.chance(20)) {
                Fiber.suspend();
            }
            return true;
        }

        /** Packets that a node passes on: the stream is reliable, and they are not made good by the next message. */
        private boolean isPassed(final byte[] bytes) {
            return header.wrap(new UnsafeBuffer(bytes), 0).templateId() == PassedPacketDecoder.TEMPLATE_ID;
        }

        private boolean isLost() {
            final boolean isLost = switch (kind) {
                case CONTROL -> world.chance(shape.troublePercent);
                case LOG -> losesNextRecord;
                case SNAPSHOT -> losesNextChunk;
            };
            losesNextRecord &= kind != Kind.LOG;
            losesNextChunk &= kind != Kind.SNAPSHOT;
            return isLost;
        }

        private void garble(final byte[] bytes) {
            if (kind == Kind.SNAPSHOT && !world.isCalm() && world.random().nextInt(1000) < shape.garblePermille) {
                final int bit = world.random().nextInt(bytes.length * 8);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }

        private void dispatch(final byte[] bytes) {
            final NodeLife receiver = target;
            final boolean overtakes = kind == Kind.CONTROL && !isPassed(bytes) && world.chance(shape.troublePercent);
            long dueNs = world.nowNs() + 1 + world.random().nextLong(shape.delayNs);
            if (!overtakes) {
                dueNs = Math.max(dueNs, lastDueNs);
                lastDueNs = dueNs;
            }
            underWay++;
            final long arrivalNs = dueNs;
            world.send(self.place(), receiver.place(), dueNs, () -> {
                if (receiver == target && !receiver.isDead() && arrivalNs <= self.lastArrivalNs()) {
                    receiver.transport().inbox(name).add(new Message(this, bytes));
                }
            });
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static final class Reader implements MessageReader {
        private final ArrayDeque<Message> arrived;
        private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

        private Reader(final ArrayDeque<Message> arrived) {
            this.arrived = arrived;
        }

        @Override
        public int poll(final MessageHandler handler, final int limit) {
            int count = 0;
            while (count < limit && !arrived.isEmpty()) {
                final Message message = arrived.poll();
                message.stream.underWay--;
                buffer.wrap(message.bytes);
                handler.onMessage(buffer, 0, message.bytes.length);
                count++;
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
