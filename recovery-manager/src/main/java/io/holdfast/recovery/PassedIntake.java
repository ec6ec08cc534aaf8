package io.holdfast.recovery;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The new master's side of a planned hand-over: runs what the old one still receives and passes on, before anything
 * that comes in here.
 *
 * <pre>
 *   neighbours were told ─► passed packets only; own ones wait in the devices' rings ─► old master has passed all ─► own ones
 * </pre>
 *
 * <p>So a flow's packets stay in order although they come by two ways. Should the old master die meanwhile, own packets
 * wait for {@link #LIMIT_NS} at most. What comes later than the word that all was passed (a frame that was on its way
 * through the network for long) is run, too: late, but not lost.
 *
 * <p>Used by the node's thread.
 */
final class PassedIntake {
    /** Longest that own packets wait. */
    static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Packets taken over from the control stream and not run yet; it is polled for fewer in a turn. */
    static final int CAPACITY_PACKETS = 256;

    private record Passed(int worker, int port, byte[] frame) {}

    private final NodeContext context;
    private final Forwarding forwarding;
    private final long view;
    private final long oldIncarnation;
    private final long deadlineNs;
    private final Deque<Passed> waiting = new ArrayDeque<>();
    private final PacketBatch batch = new PacketBatch();
    private boolean isAllPassed;
    private boolean takesIn;
    private long runCount;
    private long droppedCount;

    /**
     * Begins; the neighbours have been told.
     *
     * @param view of this master
     * @param oldIncarnation of the one that handed over
     */
    PassedIntake(final NodeContext context, final Forwarding forwarding, final long view, final long oldIncarnation) {
        this.context = context;
        this.forwarding = forwarding;
        this.view = view;
        this.oldIncarnation = oldIncarnation;
        deadlineNs = context.nanoClock().nanoTime() + LIMIT_NS;
    }

    void onPacket(final long ofView, final long incarnation, final int worker, final int port, final byte[] frame) {
        if (!isFromOldMaster(ofView, incarnation)) {
            return;
        }
        final boolean isSound = worker < forwarding.workers()
                && port < context.devices().portCount()
                && frame.length <= context.devices().pool(worker).maxPacketBytes();
        if (isSound && waiting.size() < CAPACITY_PACKETS) {
            waiting.addLast(new Passed(worker, port, frame));
        } else {
            droppedCount++;
        }
    }

    void onAll(final long ofView, final long incarnation) {
        isAllPassed |= isFromOldMaster(ofView, incarnation);
    }

    private boolean isFromOldMaster(final long ofView, final long incarnation) {
        return ofView == view && incarnation == oldIncarnation;
    }

    /** One turn; returns the work done. */
    int doWork(final long nowNs) {
        final int work = waiting.size();
        if (work > 0) {
            context.team().meet(this::runWaiting);
        }
        if (!takesIn && (isAllPassed || nowNs - deadlineNs >= 0)) {
            takesIn = true;
            forwarding.takeIn();
            context.log()
                    .event(runCount + " packets that reached the old master were run here"
                            + (isAllPassed ? "" : "; it did not say that these were all"));
        }
        return work;
    }

    /** Bursts of what belongs together, in the order in which it came. */
    private void runWaiting() {
        while (!waiting.isEmpty()) {
            final Passed first = waiting.peekFirst();
            while (!waiting.isEmpty() && !batch.isFull() && isAlike(first, waiting.peekFirst())) {
                add(waiting.pollFirst());
            }
            final int count = batch.size();
            if (count > 0 && forwarding.worker(first.worker()).worker().runPassed(first.port(), batch)) {
                runCount += count;
            } else {
                droppedCount += count;
            }
        }
    }

    private static boolean isAlike(final Passed one, final Passed other) {
        return one.worker() == other.worker() && one.port() == other.port();
    }

    private void add(final Passed passed) {
        final Packet packet = PacketBytes.copyOf(context.devices().pool(passed.worker()), passed.frame());
        if (packet == null) {
            droppedCount++;
            return;
        }
        batch.add(packet);
    }

    void describe(final StatusBuilder status) {
        status.counter("handOver.passedHere", runCount).drop("handOver.notRun", droppedCount);
    }
}
