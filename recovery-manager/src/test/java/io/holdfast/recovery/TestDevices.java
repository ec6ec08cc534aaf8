package io.holdfast.recovery;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.memory.IdlePort;
import io.holdfast.packet.memory.PooledDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Two ports, {@code in} and {@code out}, with a queue for each worker, whose frames a test puts in and takes out.
 *
 * <p>Workers use their queues while the test's thread puts in and takes out.
 */
final class TestDevices extends PooledDevices {
    private static final int POOL_PACKETS = 4096;

    private final int workers;
    private final TestPort in;
    private final TestPort out;

    TestDevices() {
        this(1);
    }

    TestDevices(final int workers) {
        this(workers, new TestPort("in", workers), new TestPort("out", workers));
    }

    private TestDevices(final int workers, final TestPort in, final TestPort out) {
        super(new TestPort[] {in, out}, workers, POOL_PACKETS);
        this.workers = workers;
        this.in = in;
        this.out = out;
    }

    /** A frame comes in for the only worker. */
    void receive(final byte[] frame) {
        receive(0, frame);
    }

    /** A frame comes in for a worker. */
    void receive(final int worker, final byte[] frame) {
        in.incoming.get(worker).add(frame);
    }

    /** Whether workers have taken all that came in. */
    boolean isAllTaken() {
        return in.incoming.stream().allMatch(Queue::isEmpty);
    }

    /** Frames that went out and were not looked at yet: worker by worker, each worker's in order. */
    List<byte[]> takeSent() {
        final List<byte[]> taken = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            taken.addAll(takeSent(worker));
        }
        return taken;
    }

    /** Frames that a worker sent and that were not looked at yet. */
    List<byte[]> takeSent(final int worker) {
        final List<byte[]> taken = new ArrayList<>();
        for (byte[] frame = out.sent.get(worker).poll();
                frame != null;
                frame = out.sent.get(worker).poll()) {
            taken.add(frame);
        }
        return taken;
    }

    /** The cable of port {@code in} is pulled out, or plugged in. */
    void setLink(final boolean isUp) {
        in.isLinkUp = isUp;
    }

    /** From now on something is done whenever a worker looks for frames. */
    void atEachLook(final Runnable action) {
        in.atEachLook = action;
    }

    private static final class TestPort extends IdlePort {
        private volatile Runnable atEachLook = () -> {};
        private volatile boolean isLinkUp = true;
        private final List<Queue<byte[]>> incoming = new ArrayList<>();
        private final List<Queue<byte[]>> sent = new ArrayList<>();

        private TestPort(final String name, final int workers) {
            super(name, workers, 1);
            for (int i = 0; i < workers; i++) {
                incoming.add(new ConcurrentLinkedQueue<>());
                sent.add(new ConcurrentLinkedQueue<>());
            }
        }

        @Override
        public boolean isLinkUp() {
            return isLinkUp;
        }

        @Override
        public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
            atEachLook.run();
            int count = 0;
            while (!batch.isFull()) {
                final byte[] frame = incoming.get(queue).poll();
                if (frame == null) {
                    break;
                }
                batch.add(PacketBytes.copyOf(pool, frame));
                count++;
            }
            return count;
        }

        @Override
        public int transmit(final int queue, final PacketBatch batch) {
            final int count = batch.size();
            for (int i = 0; i < count; i++) {
                sent.get(queue).add(PacketBytes.of(batch.get(i)));
            }
            batch.free();
            return count;
        }
    }
}
