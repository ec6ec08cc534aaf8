package io.holdfast.recovery.canary;

import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A transport whose log records leave late: what a slow sync link does to a correct node is latency, no more.
 *
 * <p>Workers write on their threads, the node's thread sends when it is time.
 */
public final class DelayedLogTransport implements Transport {
    private final Transport transport;
    private final long delayNs;
    private final NanoClock clock;
    private final List<DelayedWriter> writers = new ArrayList<>();

    public DelayedLogTransport(final Transport transport, final long delayNs, final NanoClock clock) {
        this.transport = transport;
        this.delayNs = delayNs;
        this.clock = clock;
    }

    @Override
    public MessageWriter openLogWriter(final int worker) {
        final DelayedWriter writer = new DelayedWriter(transport.openLogWriter(worker));
        writers.add(writer);
        return writer;
    }

    @Override
    public int doWork() {
        for (final DelayedWriter writer : writers) {
            writer.flush();
        }
        return transport.doWork();
    }

    @Override
    public int send() {
        return transport.send();
    }

    @Override
    public MessageWriter controlWriter() {
        return transport.controlWriter();
    }

    @Override
    public MessageReader controlReader() {
        return transport.controlReader();
    }

    @Override
    public MessageReader logReader(final int worker) {
        return transport.logReader(worker);
    }

    @Override
    public MessageWriter openSnapshotWriter() {
        return transport.openSnapshotWriter();
    }

    @Override
    public MessageReader snapshotReader() {
        return transport.snapshotReader();
    }

    @Override
    public long invalidCount() {
        return transport.invalidCount();
    }

    @Override
    public void close() {
        transport.close();
    }

    private record Late(byte[] message, long dueNs) {}

    /** Keeps messages until their time has come. */
    private final class DelayedWriter implements MessageWriter {
        private final MessageWriter writer;
        private final Deque<Late> waiting = new ArrayDeque<>();

        private DelayedWriter(final MessageWriter writer) {
            this.writer = writer;
        }

        @Override
        public boolean isConnected() {
            return writer.isConnected();
        }

        @Override
        public boolean canWrite(final int lengthBytes) {
            return true;
        }

        @Override
        public synchronized boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            waiting.add(new Late(message, clock.nanoTime() + delayNs));
            return true;
        }

        private synchronized void flush() {
            while (!waiting.isEmpty() && waiting.peek().dueNs() <= clock.nanoTime()) {
                final byte[] message = waiting.peek().message();
                if (!writer.write(new UnsafeBuffer(message), 0, message.length)) {
                    return;
                }
                waiting.remove();
            }
        }

        @Override
        public void close() {
            waiting.clear();
            writers.remove(this);
            writer.close();
        }
    }
}
