package io.holdfast.recovery;

import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The two nodes' streams in memory, which a test can stop and start. Workers write their logs on their own threads, all
 * else is the test's thread's.
 */
final class MemoryNetwork {
    private final Map<String, Queue<byte[]>> streams = new ConcurrentHashMap<>();
    /** What becomes of the next message of a snapshot. */
    enum SnapshotTrouble {
        NONE,
        LOSE,
        REPEAT,
        CHANGE
    }

    private static final int SNAPSHOT_WINDOW = 2;

    private SnapshotTrouble nextTrouble = SnapshotTrouble.NONE;
    private boolean snapshotFlows = true;
    private int snapshotMessages;
    /** Numbers of the workers whose log stays at the sender. */
    private final Set<Integer> heldBack = new HashSet<>();

    private boolean logFlows = true;
    private volatile boolean logTakes = true;
    private volatile byte[] lastRecord;
    private boolean controlFlows = true;
    private volatile boolean logIsLost;

    Transport transport(final String self, final String peer) {
        return new Node(self, peer);
    }

    /** Log records written from now on stay at the sender until {@link #letLogFlow}. */
    void holdLogBack() {
        logFlows = false;
    }

    /** Log records written from now on are lost, as when a stream breaks and is made again. */
    void loseLog(final boolean lost) {
        logIsLost = lost;
    }

    /** The same for one worker's log. */
    void holdLogBack(final int worker) {
        heldBack.add(worker);
    }

    void letLogFlow() {
        logFlows = true;
        heldBack.clear();
    }

    /** The log stream takes no more records, as if the receiver stood still, until {@link #heal}. */
    void blockLog() {
        logTakes = false;
    }

    /** The last record that was written. */
    byte[] lastRecord() {
        return lastRecord.clone();
    }

    /** The snapshot stream takes nothing until {@link #letSnapshotFlow}. */
    void holdSnapshotBack() {
        snapshotFlows = false;
    }

    void letSnapshotFlow() {
        snapshotFlows = true;
    }

    void troubleSnapshot(final SnapshotTrouble trouble) {
        nextTrouble = trouble;
    }

    /** Messages of snapshots sent so far. */
    int snapshotMessages() {
        return snapshotMessages;
    }

    /** Control messages do not arrive until {@link #heal}. */
    void cutControl() {
        controlFlows = false;
    }

    void heal() {
        letLogFlow();
        logTakes = true;
        controlFlows = true;
    }

    /** Puts a message on a node's control stream, as a stranger would. */
    void injectControl(final String node, final byte[] message) {
        stream("control " + node).add(message);
    }

    /** Puts a message on a node's log stream, as a stranger would. */
    void injectLog(final String node, final byte[] message) {
        stream("log " + node + " 0").add(message);
    }

    private Queue<byte[]> stream(final String name) {
        return streams.computeIfAbsent(name, key -> new LinkedBlockingQueue<>());
    }

    private final class Node implements Transport {
        private final String self;
        private final String peer;
        private final MessageWriter controlWriter;

        private Node(final String self, final String peer) {
            this.self = self;
            this.peer = peer;
            controlWriter = new Writer("control " + peer, false);
        }

        @Override
        public MessageWriter controlWriter() {
            return controlWriter;
        }

        @Override
        public MessageReader controlReader() {
            return new Reader("control " + self, -1);
        }

        @Override
        public MessageWriter openLogWriter(final int worker) {
            return new Writer("log " + peer + " " + worker, true);
        }

        @Override
        public MessageReader logReader(final int worker) {
            return new Reader("log " + self + " " + worker, worker);
        }

        @Override
        public MessageWriter openSnapshotWriter() {
            return new SnapshotWriter("snapshot " + peer);
        }

        @Override
        public MessageReader snapshotReader() {
            return new Reader("snapshot " + self, -1);
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
    }

    private final class Writer implements MessageWriter {
        private final String name;
        private final boolean isLog;

        private Writer(final String name, final boolean isLog) {
            this.name = name;
            this.isLog = isLog;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean canWrite(final int lengthBytes) {
            return (!isLog || logTakes) && stream(name).size() < 1000;
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            if (isLog ? logIsLost : !controlFlows) {
                return true;
            }
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            if (isLog) {
                lastRecord = message;
            }
            return stream(name).add(message);
        }

        @Override
        public void close() {}
    }

    /** The snapshot stream: few messages at a time, with the faults that a test asks for. */
    private final class SnapshotWriter implements MessageWriter {
        private final String name;

        private SnapshotWriter(final String name) {
            this.name = name;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean canWrite(final int lengthBytes) {
            return snapshotFlows && stream(name).size() < SNAPSHOT_WINDOW;
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            snapshotMessages++;
            final SnapshotTrouble trouble = nextTrouble;
            nextTrouble = SnapshotTrouble.NONE;
            if (trouble == SnapshotTrouble.LOSE) {
                return true;
            }
            if (trouble == SnapshotTrouble.CHANGE) {
                message[message.length - 1] ^= 1;
            }
            if (trouble == SnapshotTrouble.REPEAT) {
                stream(name).add(message);
            }
            return stream(name).add(message);
        }

        @Override
        public void close() {}
    }

    private final class Reader implements MessageReader {
        private final String name;
        private final int logOfWorker;

        /** Reads a worker's log, or with a negative number something else. */
        private Reader(final String name, final int logOfWorker) {
            this.name = name;
            this.logOfWorker = logOfWorker;
        }

        private boolean flows() {
            return logOfWorker < 0 ? controlFlows : logFlows && !heldBack.contains(logOfWorker);
        }

        @Override
        public int poll(final MessageHandler handler, final int limit) {
            int count = 0;
            while (count < limit && flows() && !stream(name).isEmpty()) {
                final byte[] message = stream(name).remove();
                final UnsafeBuffer buffer = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(message.length + 8));
                buffer.putBytes(0, message);
                handler.onMessage(buffer, 0, message.length);
                count++;
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
