package io.holdfast.perf.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends a plan's traffic through a box, and checks what comes back; generator and meter in one thread.
 *
 * <p>Four ways of sending: {@link #saturate} keeps a bounded number of packets in the box, which so is never idle and
 * never overrun; {@link #pace} sends at a constant rate, and what the box does not take is lost; {@link #step} sends some
 * packets, and {@link #ping} one at a time, for a box that is turned by the same thread.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final int BURST_PACKETS = 32;
    private static final int POLL_LIMIT = 64;
    private static final int OPEN_TRIES = 5;
    private static final int OPEN_WINDOW = 256;
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);
    private static final boolean HAS_CORES = Runtime.getRuntime().availableProcessors() > 3;
    private static final double NS_PER_SECOND = 1e9;
    private static final long LAG_LIMIT_NS = TimeUnit.MINUTES.toNanos(1);
    private static final GoodPacketListener NOBODY = stampNs -> {};

    private final LoadPort lan;
    private final LoadPort wan;
    private final FlowTable flows;
    private final Meter meter;
    private final Neighbours neighbours;
    private final FrameSource source;
    private final Histogram lag = new Histogram(LAG_LIMIT_NS, 2);
    private final FrameSink onLan = this::onLanFrame;
    private final FrameSink onWan = this::onWanFrame;
    private long sent;
    private long arrivedBefore;
    private MeterCounts countsBefore;
    private volatile boolean isStopped;

    /**
     * Makes a generator that has sent nothing yet.
     *
     * @param lan the link to the box's LAN port; this object does not close it
     * @param wan the link to its WAN port
     */
    public LoadGenerator(final TrafficPlan plan, final LoadPort lan, final LoadPort wan) {
        this.lan = lan;
        this.wan = wan;
        final AddressPlan addresses = new AddressPlan(plan.flows());
        flows = new FlowTable(addresses, plan.flows());
        meter = new Meter(addresses, flows);
        neighbours = new Neighbours(addresses, lan, wan);
        source = new FrameSource(plan, addresses, flows, meter, lan, wan);
        begin();
    }

    /** Who does the box's work while the generator waits: nobody if the box has a thread of its own. */
    @FunctionalInterface
    public interface BoxTurn {
        /** A box that turns itself. */
        BoxTurn NONE = () -> {};

        void turn();
    }

    /**
     * Makes the hosts known, and opens every flow with a packet each way.
     *
     * @throws LoadException if some do not open, with what is known of the reason
     */
    public void open(final BoxTurn box) {
        for (int attempt = 0; attempt < OPEN_TRIES && !isOpen(); attempt++) {
            neighbours.introduce();
            settle(box);
            begin();
            for (int flow = 0; flow < flows.flows(); flow++) {
                if (flows.mappedPort(flow) == 0) {
                    awaitRoom(OPEN_WINDOW, box);
                    sent += source.sendOut(flow, 0) ? 1 : 0;
                }
            }
            settle(box);
            for (int flow = 0; flow < flows.flows(); flow++) {
                if (flows.mappedPort(flow) != 0 && !flows.isAnswered(flow)) {
                    awaitRoom(OPEN_WINDOW, box);
                    sent += source.sendIn(flow, 0) ? 1 : 0;
                }
            }
            settle(box);
        }
        if (!isOpen()) {
            throw new LoadException("only " + flows.mappedCount() + " of " + flows.flows()
                    + " flows could be opened both ways through the box; the meter saw " + meter.counts());
        }
    }

    private boolean isOpen() {
        if (flows.mappedCount() < flows.flows()) {
            return false;
        }
        for (int flow = 0; flow < flows.flows(); flow++) {
            if (!flows.isAnswered(flow)) {
                return false;
            }
        }
        return true;
    }

    private void awaitRoom(final int window, final BoxTurn box) {
        if (inFlight() < window) {
            return;
        }
        source.flush();
        final long deadlineNs = System.nanoTime() + QUIET_NS;
        while (inFlight() >= window / 2 && System.nanoTime() < deadlineNs) {
            box.turn();
            idle(poll());
        }
        if (inFlight() >= window / 2) {
            // What has not come back by now is lost; a later try makes up for it.
            begin();
        }
    }

    /** Waits until all has come back, or nothing comes any more. */
    private void settle(final BoxTurn box) {
        source.flush();
        long quietNs = System.nanoTime() + QUIET_NS;
        final long deadlineNs = System.nanoTime() + DRAIN_NS;
        boolean isOnceMore = true;
        while ((inFlight() > 0 || isOnceMore) && System.nanoTime() < quietNs && System.nanoTime() < deadlineNs) {
            isOnceMore = inFlight() > 0;
            box.turn();
            final int polled = poll();
            if (polled > 0) {
                quietNs = System.nanoTime() + QUIET_NS;
            }
            idle(polled);
        }
    }

    /** A span of traffic begins. */
    private void begin() {
        sent = 0;
        arrivedBefore = meter.arrived();
        countsBefore = meter.counts();
        lag.reset();
    }

    private long inFlight() {
        return sent - (meter.arrived() - arrivedBefore);
    }

    /** Where there are not more cores than threads at work, one that has nothing to do must not keep the box from it. */
    private static void idle(final int work) {
        if (work == 0) {
            if (HAS_CORES) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** Takes what has come back; returns how many frames. */
    public int poll() {
        return wan.poll(onWan, POLL_LIMIT) + lan.poll(onLan, POLL_LIMIT);
    }

    private void onWanFrame(final long at, final int length) {
        if (meter.onWanFrame(at, length) == Verdict.NEIGHBOUR) {
            neighbours.onWanFrame(at, length);
        }
    }

    private void onLanFrame(final long at, final int length) {
        if (meter.onLanFrame(at, length) == Verdict.NEIGHBOUR) {
            neighbours.onLanFrame(at, length);
        }
    }

    /**
     * Keeps the box busy for a time, with never more packets in it than the window.
     *
     * @param windowPackets that no queue on the way overflows with
     */
    public Trial saturate(final long lengthNs, final int windowPackets) {
        begin();
        final long beginNs = System.nanoTime();
        long turns = 0;
        long waits = 0;
        long nowNs = beginNs;
        while (nowNs - beginNs < lengthNs && !isStopped) {
            for (int i = 0; i < BURST_PACKETS; i++) {
                turns++;
                final boolean isFull = windowPackets - inFlight() < BURST_PACKETS || !sendBurst(BURST_PACKETS);
                waits += isFull ? 1 : 0;
                final int polled = poll();
                if (isFull) {
                    idle(polled);
                }
            }
            nowNs = System.nanoTime();
        }
        source.flush();
        return end(beginNs, nowNs, 0, (double) waits / Math.max(1, turns), 0);
    }

    private boolean sendBurst(final int packets) {
        for (int i = 0; i < packets; i++) {
            if (!source.sendNext(0)) {
                return false;
            }
            sent++;
        }
        return true;
    }

    /**
     * Sends at a constant rate for a time. A packet is stamped with the time at which it was to be sent, not with that at
     * which the generator came to it: a stall of either side shows in all packets that it delays (no coordinated
     * omission).
     *
     * @param listener is told of every good packet
     */
    public Trial pace(final double perSecond, final long lengthNs, final GoodPacketListener listener) {
        begin();
        meter.listener(listener);
        final long beginNs = System.nanoTime();
        final double intervalNs = NS_PER_SECOND / perSecond;
        final long planned = (long) (lengthNs / intervalNs);
        long refused = 0;
        long nowNs = beginNs;
        while (sent < planned && nowNs - beginNs < 2 * lengthNs && !isStopped) {
            final long due = Math.min(planned, 1 + (long) ((nowNs - beginNs) / intervalNs));
            if (due > sent) {
                lag.recordValue(Math.min(LAG_LIMIT_NS, nowNs - beginNs - (long) (sent * intervalNs)));
            }
            for (int i = 0; i < BURST_PACKETS && sent < due; i++) {
                if (!source.sendNext(beginNs + (long) (sent * intervalNs))) {
                    refused++;
                }
                sent++;
            }
            source.flush();
            final int polled = poll();
            if (due == sent) {
                idle(polled);
            }
            nowNs = System.nanoTime();
        }
        final Trial trial = end(beginNs, nowNs, perSecond, 0, refused);
        meter.listener(NOBODY);
        return trial;
    }

    /**
     * Sends packets one by one, each after the last has come back, at the earliest an interval after the last; between them
     * this thread turns the nodes. A packet is stamped when it is sent: nobody but this thread could have been late.
     *
     * @param perSecond packets at most
     * @param listener is told of every good packet
     * @param nodes that have their turns one after the other, from each packet on; what came back is looked for in between
     */
    public Trial ping(
            final double perSecond, final long lengthNs, final GoodPacketListener listener, final List<BoxTurn> nodes) {
        begin();
        meter.listener(listener);
        final long beginNs = System.nanoTime();
        final long intervalNs = (long) (NS_PER_SECOND / perSecond);
        long nextNs = beginNs;
        long nowNs = beginNs;
        while (nowNs - beginNs < lengthNs && !isStopped) {
            if (nowNs - nextNs >= 0 && inFlight() == 0 && source.sendNext(nowNs)) {
                source.flush();
                sent++;
                nextNs = nowNs + intervalNs;
            }
            for (int i = 0; i < nodes.size(); i++) {
                nodes.get(i).turn();
                poll();
            }
            nowNs = System.nanoTime();
        }
        settle(() -> nodes.forEach(BoxTurn::turn));
        meter.listener(NOBODY);
        return new Trial(
                sent, 0, meter.counts().minus(countsBefore), nowNs - beginNs, nowNs - beginNs, perSecond, 1, 0, 0);
    }

    /**
     * Sends a number of packets without waiting for any.
     *
     * @return how many the link had room for
     */
    public int step(final int packets) {
        begin();
        int count = 0;
        while (count < packets && source.sendNext(0)) {
            count++;
        }
        source.flush();
        sent = count;
        return count;
    }

    /** Ends a step, when the box has done its work: takes everything, and says what came back. */
    public Trial endStep() {
        while (poll() > 0) {
            // Until nothing is left.
        }
        return new Trial(sent, 0, meter.counts().minus(countsBefore), 0, 0, 0, 1, 0, 0);
    }

    private Trial end(
            final long beginNs,
            final long endNs,
            final double perSecond,
            final double waitedShare,
            final long refused) {
        long lastNs = endNs;
        long quietNs = System.nanoTime() + QUIET_NS;
        final long deadlineNs = System.nanoTime() + DRAIN_NS;
        while (inFlight() > refused && System.nanoTime() < quietNs && System.nanoTime() < deadlineNs) {
            final int polled = poll();
            if (polled > 0) {
                lastNs = System.nanoTime();
                quietNs = lastNs + QUIET_NS;
            }
            idle(polled);
        }
        return new Trial(
                sent,
                refused,
                meter.counts().minus(countsBefore),
                endNs - beginNs,
                lastNs - beginNs,
                perSecond,
                waitedShare,
                lag.getValueAtPercentile(50),
                lag.getMaxValue());
    }

    /** Ends a running span early; from any thread. */
    public void stop() {
        isStopped = true;
    }

    /** Open flows. */
    public int flows() {
        return flows.flows();
    }

    /** New flows sent so far. */
    public long newFlowCount() {
        return source.newCount();
    }

    @Override
    public void close() {
        source.close();
        neighbours.close();
        meter.close();
    }
}
